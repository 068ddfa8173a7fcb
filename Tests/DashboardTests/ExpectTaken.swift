import Testing

// `#expect` cannot call what changes its value, so the outcome comes in as a value.

/// Expects that a change was taken.
func expectTaken(_ isTaken: Bool, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
  #expect(isTaken, sourceLocation: sourceLocation)
}

/// Expects that a change was refused.
func expectRefused(_ isTaken: Bool, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
  #expect(!isTaken, sourceLocation: sourceLocation)
}
