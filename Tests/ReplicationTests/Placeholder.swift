import Testing

@Suite struct ReplicationPlaceholder {}
