import Testing

/// Expects that a program has given its terminal back as it was: what a shell writes now looks as it should.
package func expectRestored(
  _ terminal: VirtualTerminal, _ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(!terminal.isAlternateScreen, comment, sourceLocation: sourceLocation)
  #expect(terminal.isCursorVisible, comment, sourceLocation: sourceLocation)
  #expect(!terminal.isSet(privateMode: 2004), comment, sourceLocation: sourceLocation)
  #expect(terminal.modes == terminal.initialModes, comment, sourceLocation: sourceLocation)
  // Colours and emphasis are off. The terminal itself echoes, as nobody reads.
  let (x, y) = terminal.cursor
  terminal.send("x")
  #expect(terminal.wait { $0[x, y].text == "x" }, comment, sourceLocation: sourceLocation)
  let cell = terminal[x, y]
  #expect(
    cell.foreground == .own && cell.background == .own && !cell.isBold, comment, sourceLocation: sourceLocation)
}
