import Canvas
import Testing

@testable import Terminal

@Suite struct TermChoiceTests {
  private func choose(_ term: String?, _ color: ColorDepth? = nil, forbidden: Bool = false, among: [String]) throws
    -> TermChoice
  {
    try TermChoice(
      TerminalOptions(term: term, color: color, isColorForbidden: forbidden),
      in: .init(hasEntry: among.contains, isDirect: { $0.hasSuffix("-direct") }))
  }

  private let all = ["xterm", "xterm-256color", "xterm-direct", "vt100", "foot", "foot-direct", "kitty-direct"]

  @Test func aKnownTerminalIsTakenAsItIs() throws {
    #expect(try choose("foot", among: all) == choose("foot", .palette256, among: all))
    #expect(try choose("foot", among: all).term == "foot")
    #expect(try choose("foot", among: all).notices.isEmpty)
  }

  @Test func anUnknownOneIsTakenForTheLikeliest() throws {
    let ghostty = try choose("xterm-ghostty", among: all)
    #expect(ghostty.term == "xterm-256color")
    #expect(ghostty.notices.count == 1 && ghostty.notices[0].contains("TERM=xterm-ghostty"))
    #expect(try choose("xterm-ghostty", among: ["vt100"]).term == "vt100")
    #expect(try choose(nil, among: all).notices[0].contains("TERM is not set"))
    #expect(try choose("", among: all).term == "xterm-256color")
    #expect(throws: TerminalError.noDescription(term: "odd")) { try choose("odd", among: []) }
  }

  @Test func directColourTakesTheEntryThatHasIt() throws {
    #expect(try choose("foot", .direct, among: all).term == "foot-direct")
    #expect(try choose("xterm-256color", .direct, among: all).term == "xterm-direct")
    #expect(try choose("xterm-256color", .direct, forbidden: true, among: all).term == "xterm-256color")
    let without = try choose("xterm", .direct, among: ["xterm"])
    #expect(without.term == "xterm")
    #expect(without.notices.count == 1)
  }

  @Test func thePaletteTakesAnEntryThatHasIt() throws {
    #expect(try choose("xterm-direct", .palette256, among: all).term == "xterm-256color")
    #expect(try choose("xterm-direct", .palette16, among: all).term == "xterm-256color")
    #expect(try choose("kitty-direct", .palette256, among: all).term == "kitty-direct")
    #expect(try choose("xterm-direct", among: all).term == "xterm-direct")
  }

  @Test func theEnvironmentMayForbidColour() {
    #expect(TerminalOptions(environment: ["TERM": "xterm", "NO_COLOR": "1"]).isColorForbidden)
    #expect(!TerminalOptions(environment: ["TERM": "xterm", "NO_COLOR": ""]).isColorForbidden)
    #expect(TerminalOptions(environment: [:]).term == nil)
  }
}
