import Testing

@Suite struct RunResultsPlaceholder {}
