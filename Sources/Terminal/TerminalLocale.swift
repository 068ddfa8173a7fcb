import CNcurses

/// What the locale of the environment lets a terminal show.
package enum TerminalLocale {
  /// True if it has UTF-8; without it only ASCII may be written.
  package static var isUnicode: Bool { screen_set_locale() }
}
