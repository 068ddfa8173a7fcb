/// Kinds that a file declares (SPEC 4.2): what fields they have. What is said of the fields is not checked yet.
extension SettingsReader {
  mutating func declareKinds(_ node: ConfigurationNode) {
    for entry in entries(of: node, ["kinds"]) {
      let subject = ["kind \(ShownText.name(entry.key))"]
      guard isName(entry.key, entry.keyPlace, subject) else { continue }
      guard !kinds.contains(where: { $0.name == entry.key }) else {
        fail(entry.keyPlace, subject, "is there already; give yours another name")
        continue
      }
      let parts = values(of: entry.value, known: ["fields"], subject)
      let fields = parts["fields"].map { declaredFields($0, subject) } ?? []
      kinds.append(Kind(entry.key, own: fields))
    }
  }

  private mutating func declaredFields(_ node: ConfigurationNode, _ subject: [String]) -> [FieldDescription] {
    // What is said of a field may be nothing: then only its name is known.
    guard case .mapping(let all) = node.content else {
      _ = entries(of: node, subject + ["fields"])
      return []
    }
    let everyKind = Kind("", own: [])
    var fields: [FieldDescription] = []
    for entry in all {
      let subject = subject + [ShownText.name(entry.key)]
      if everyKind.knows(entry.key) {
        fail(entry.keyPlace, subject, "is a field of every kind; leave it out")
      } else if fields.contains(where: { $0.name == entry.key }) {
        fail(entry.keyPlace, subject, "stands here again")
      } else {
        let attributes = values(of: entry.value, known: FieldDescription.attributes, subject)
        let isSensitive = flag(attributes["sensitive"], default: false, subject + ["sensitive"])
        fields.append(
          FieldDescription(entry.key, .custom, .text(.any), isSensitive: isSensitive, summary: ""))
      }
    }
    return fields
  }

  /// True for 1 to 256 bytes without control characters; anything else is a fault.
  mutating func isName(_ name: String, _ place: Place, _ subject: [String]) -> Bool {
    guard (1...256).contains(name.utf8.count) else {
      fail(place, subject, "a name has 1 to 256 bytes; this one has \(name.utf8.count)")
      return false
    }
    guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      fail(place, subject, "a name must not hold control characters")
      return false
    }
    return true
  }
}
