import CNcurses
import Canvas

extension ColorDepth: Comparable {
  /// Fewer colours first.
  package static func < (one: ColorDepth, other: ColorDepth) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .mono: 0
    case .palette16: 1
    case .palette256: 2
    case .direct: 3
    }
  }

  /// What a terminfo entry with so many colours, none of them direct, shows.
  init(colors: Int) {
    switch colors {
    case 256...: self = .palette256
    case 8...: self = .palette16
    default: self = .mono
    }
  }
}

/// What the user and the environment say about the terminal.
package struct TerminalOptions: Hashable, Sendable {
  /// The kind of terminal: `TERM`; nil or empty counts as unknown.
  package var term: String?
  /// `--color`; nil is `auto`: what terminfo says of the kind of terminal.
  package var color: ColorDepth?
  /// `NO_COLOR` is set and not empty: `mono`, whatever else is said.
  package var isColorForbidden: Bool

  package init(term: String?, color: ColorDepth? = nil, isColorForbidden: Bool = false) {
    self.term = term
    self.color = color
    self.isColorForbidden = isColorForbidden
  }

  /// Takes `TERM` and `NO_COLOR` from an environment.
  package init(environment: [String: String], color: ColorDepth? = nil) {
    self.init(
      term: environment["TERM"], color: color, isColorForbidden: environment["NO_COLOR"].map { !$0.isEmpty } ?? false)
  }
}

/// What a terminal can show.
package struct TerminalCapabilities: Hashable, Sendable {
  /// The terminfo entry in use.
  package var term: String
  package var colorDepth: ColorDepth
  /// The locale has UTF-8. Without it only ASCII is sent, so glyphs have to be ASCII; anything else shows as `?`.
  package var isUnicode: Bool
  /// What had to be assumed and what to do about it, as sentences for the header and `doctor`; empty if all is as asked.
  package var notices: [String]

  package init(term: String, colorDepth: ColorDepth, isUnicode: Bool, notices: [String] = []) {
    self.term = term
    self.colorDepth = colorDepth
    self.isUnicode = isUnicode
    self.notices = notices
  }
}

/// Why a terminal cannot be used. The description says what to do.
package enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Standard output is no terminal.
  case notATerminal
  /// The terminal's device cannot be opened; the system's reason.
  case cannotOpen(reason: String)
  /// There is no terminfo entry for this kind, nor for what it could be taken for.
  case noDescription(term: String)
  /// The terminal cannot put the cursor anywhere (`TERM=dumb`).
  case cannotMoveCursor(term: String)
  /// Another screen is open in this process.
  case alreadyOpen

  package var description: String {
    switch self {
    case .notATerminal:
      "standard output is not a terminal; run it in one, or use `wraptop status` for one snapshot as text"
    case .cannotOpen(let reason): "cannot open the terminal: \(reason)"
    case .noDescription(let term):
      "no terminfo entry for TERM=\(term), xterm-256color or vt100; install the package ncurses-base or set TERMINFO"
    case .cannotMoveCursor(let term):
      "TERM=\(term) cannot move the cursor; set TERM to the kind of your terminal, or use `wraptop status`"
    case .alreadyOpen: "another screen is open in this process; close it first"
    }
  }
}

/// What the locale of the environment lets a terminal show.
package enum TerminalLocale {
  /// True if it has UTF-8; without it only ASCII may be written.
  package static var isUnicode: Bool { screen_set_locale() }
}
