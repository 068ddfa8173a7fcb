import PlainText

/// What is wrong with the text of a theme.
package struct ThemeError: Error, Hashable, CustomStringConvertible {
  /// The theme.
  package var name: String
  /// The line, from 1.
  package var line: Int
  /// What is wrong there, and what to do.
  package var problem: String

  /// `night:7: unknown role "critcal"; the nearest is "critical"`
  package var description: String { "\(name):\(line): \(problem)" }
}

extension Theme {
  /// Reads a theme.
  ///
  /// A line for each role (`Role`), for `selection`, and for `terminal`: what the terminal's own colours are taken
  /// to be. Blank lines and lines that begin with `#` count for nothing.
  /// ```
  /// role = COLOUR [on COLOUR] [bold] [underline] [reverse] [/ the same for terminals with 16 colours]
  /// ```
  /// A colour is `#rrggbb`, `default`, or a name of the palette: `red`, `bright-red`, and so on (`Color.names`).
  /// Without the part after `/`, terminals with 16 colours get the nearest of them.
  ///
  /// - Throws: the first fault, with its line.
  package static func parse(_ text: String, name: String) throws(ThemeError) -> Theme {
    var theme = Theme(name: name, appearances: [:], selection: Appearance(emphasis: .reverse))
    var seen: [String: Int] = [:]
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let key = words.first, !key.hasPrefix("#") else { continue }
      do {
        try theme.read(key, Array(words.dropFirst()), seenIn: seen[key])
        seen[key] = number
      } catch {
        throw ThemeError(name: name, line: number, problem: error.text)
      }
    }
    return theme
  }

  /// Takes over the line that begins with `key`.
  private mutating func read(_ key: String, _ words: [String], seenIn earlier: Int?) throws(Problem) {
    let target = try ThemeKey(named: key)
    if let earlier { throw Problem("\(quoted(key)) is set already, in line \(earlier); remove one of them") }
    guard words.first == "=" else { throw Problem("expected \"=\" after \(quoted(key)), with a space before it") }
    let variants = words.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(Array.init)
    guard variants.count <= 2 else { throw Problem("more than one \"/\": write COLOUR / COLOUR FOR 16") }
    let look = try Appearance(words: variants.first ?? [])
    let small: Appearance? = variants.count == 2 ? try Appearance(words: variants[1]) : nil
    switch target {
    case .role(let role):
      appearances[role] = look
      sixteen.roles[role] = small
    case .selection:
      selection = look
      sixteen.selection = small
    case .terminal:
      ground = look
    }
  }
}

/// What a line of a theme can set.
private enum ThemeKey {
  case role(Role)
  case selection
  case terminal

  init(named name: String) throws(Problem) {
    if let role = Role.allCases.first(where: { "\($0)" == name }) {
      self = .role(role)
    } else if name == "selection" {
      self = .selection
    } else if name == "terminal" {
      self = .terminal
    } else {
      let known = Role.allCases.map { "\($0)" } + ["selection", "terminal"]
      throw Problem("unknown role \(quoted(name))\(nearest(to: name, among: known))")
    }
  }
}

extension Appearance {
  /// Reads `COLOUR [on COLOUR] [bold] [underline] [reverse]`.
  fileprivate init(words: [String]) throws(Problem) {
    guard let first = words.first else { throw Problem("a colour is missing") }
    self.init(foreground: try Color(named: first))
    var rest = words.dropFirst()
    if rest.first == "on" {
      rest = rest.dropFirst()
      guard let second = rest.first else { throw Problem("a colour is missing after \"on\"") }
      background = try Color(named: second)
      rest = rest.dropFirst()
    }
    for word in rest {
      switch word {
      case "bold": emphasis.insert(.bold)
      case "underline": emphasis.insert(.underline)
      case "reverse": emphasis.insert(.reverse)
      default:
        throw Problem("unknown emphasis \(quoted(word))\(nearest(to: word, among: ["bold", "underline", "reverse"]))")
      }
    }
  }
}

extension Color {
  fileprivate init(named name: String) throws(Problem) {
    if name == "default" {
      self = .standard
    } else if let number = Color.names.firstIndex(of: name) {
      self = .palette(UInt8(number))
    } else if name.hasPrefix("#") {
      let digits = name.dropFirst()
      guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
        throw Problem("bad colour \(quoted(name)): expected six hexadecimal digits, such as #ff8800")
      }
      self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    } else {
      throw Problem("unknown colour \(quoted(name))\(nearest(to: name, among: Color.names + ["default"]))")
    }
  }
}

/// A fault, before it is known in which line.
private struct Problem: Error {
  var text: String
  init(_ text: String) { self.text = text }
}

/// A word of the file, safe to print and not too long.
private func quoted(_ word: String) -> String { "\"\(SafeText(word).truncated(to: 40, .tail).string)\"" }

private func nearest(to word: String, among known: [String]) -> String {
  NearestName.of(word, among: known).map { "; the nearest is \"\($0)\"" }
    ?? "; known are \(known.joined(separator: ", "))"
}
