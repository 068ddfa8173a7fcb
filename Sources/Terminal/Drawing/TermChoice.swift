/// The terminfo entry to draw with, and what to say about it.
struct TermChoice: Hashable, Sendable {
  /// What the terminfo database knows, as far as the choice asks.
  struct Database {
    let hasEntry: (String) -> Bool
    /// The entry takes red, green and blue.
    let isDirect: (String) -> Bool
  }

  /// What a terminal of unknown kind is taken for, the likeliest first.
  private static let fallbacks = ["xterm-256color", "vt100"]

  private(set) var term: String
  private(set) var notices: [String] = []

  init(_ options: TerminalOptions, in database: Database) throws(TerminalError) {
    let asked = options.term ?? ""
    if !asked.isEmpty, database.hasEntry(asked) {
      term = asked
    } else {
      guard let fallback = Self.fallbacks.first(where: database.hasEntry) else {
        throw .noDescription(term: asked)
      }
      term = fallback
      notices.append(
        asked.isEmpty
          ? "TERM is not set: taking the terminal for \(fallback). Set TERM to its kind."
          : "No terminfo entry for TERM=\(asked): taking the terminal for \(fallback). Install its entry here, for "
            + "example with `infocmp -x \(asked) | ssh HOST tic -x -` where it is known.")
    }
    if options.isColorForbidden { return }
    switch options.color {
    case .direct where !database.isDirect(term):
      if let direct = candidates(suffix: "-direct").first(where: { database.hasEntry($0) && database.isDirect($0) }) {
        term = direct
      } else {
        notices.append(
          "The terminfo entry \(term) has no direct colour: the nearest of its own are shown. Install one such as "
            + "xterm-direct (package ncurses-term) and set TERM to it.")
      }
    case .palette256 where database.isDirect(term), .palette16 where database.isDirect(term):
      // Of the palette, an entry for direct colour reaches the first few.
      term = candidates(suffix: "-256color").first(where: database.hasEntry) ?? term
    default: break
    }
  }

  /// Entries of the same terminal with another suffix, then xterm's if it is akin.
  private func candidates(suffix: String) -> [String] {
    var family = term
    for known in ["-direct", "-256color"] where family.hasSuffix(known) { family.removeLast(known.count) }
    return [family + suffix] + (family.hasPrefix("xterm") ? ["xterm" + suffix] : [])
  }
}
