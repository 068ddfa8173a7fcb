import Canvas
import Events
import PlainText

/// What `wraptop discover` prints.
package struct DiscoveryText: Sendable {
  private let rendering: TextRendering
  private let now: Timestamp

  /// - Parameter now: the present, from which ages are told.
  package init(color: Bool, glyphs: GlyphSet, now: Timestamp) {
    rendering = TextRendering(usesColor: color, glyphs: glyphs)
    self.now = now
  }

  /// What was found, each with what to type; then where was looked.
  package func text(of discovery: Discovery) -> String {
    var text = ""
    if discovery.inputs.isEmpty {
      text += "Nothing was found that wraptop could read.\n"
      text += "Programs can send events to its socket: wraptop help emit\n"
    }
    for input in discovery.inputs {
      text += line([rendering.styled(safe(input.title), .title)] + facts(input)) + "\n"
      text += "  " + (input.advice ?? rendering.styled(safe(input.command), .accent)) + "\n"
      if input.advice != nil { text += "  " + safe(input.pattern) + "\n" }
    }
    text += "\n" + rendering.styled("Looked at the names and the first lines of files in:", .dim) + "\n"
    for (folder, names) in Self.byFolder(discovery.places) {
      text += rendering.styled("  \(safe(folder))  \(safe(names.joined(separator: "  ")))", .dim) + "\n"
    }
    for path in discovery.unreadable {
      text += rendering.styled("  \(safe(path)): this user may not read it", .notice) + "\n"
    }
    return text
  }

  // Patterns as folders in their order, each with the names that are looked for in it.
  private static func byFolder(_ places: [String]) -> [(folder: String, names: [String])] {
    var all: [(folder: String, names: [String])] = []
    for place in places {
      let slash = place.lastIndex(of: "/") ?? place.startIndex
      let (folder, name) = (String(place[..<slash]), String(place[slash...].dropFirst()))
      if let known = all.firstIndex(where: { $0.folder == folder }) {
        all[known].names.append(name)
      } else {
        all.append((folder, [name]))
      }
    }
    return all
  }

  private func facts(_ input: FoundInput) -> [String] {
    var facts: [String] = []
    if !input.formats.isEmpty { facts.append(input.formats.joined(separator: ", ")) }
    facts.append("\(NumberFormat.counted(input.files, "file")), \(NumberFormat.bytes(input.bytes))")
    if let newest = input.newest {
      let seconds = max(0, Double(now.microseconds - newest.microseconds) / 1e6)
      facts.append("written \(NumberFormat.age(seconds: seconds)) ago")
    }
    return facts
  }

  private func line(_ parts: [String]) -> String { parts.joined(separator: "  ") }

  private func safe(_ text: String) -> String { rendering.safe(text).string }
}
