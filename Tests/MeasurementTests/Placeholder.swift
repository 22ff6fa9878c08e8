import Testing

@Suite struct MeasurementPlaceholder {}
