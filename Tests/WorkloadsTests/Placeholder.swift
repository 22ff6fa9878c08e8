import Testing

@Suite struct WorkloadsPlaceholder {}
