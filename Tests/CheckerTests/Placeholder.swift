import Testing

@Suite struct CheckerPlaceholder {}
