import Testing

@Suite struct LoadGeneratorPlaceholder {}
