extension AuditRecord {
  /// The highest number that a record may have. No trail comes near it; what lies beyond is made up.
  package static let highestNumber = 1 << 53

  /// The record as its line has it, without line feed: JSON with its keys in a settled order, so that one record has one
  /// line. What a terminal would act upon is escaped.
  package var line: String {
    var line = "{\"number\":\(number),\"time\":\(JSONText.quoted(time)),\"actor\":\(actor.json)"
    line += ",\"action\":\(JSONText.quoted(action.rawValue)),\"wrapper\":\(JSONText.quoted(wrapper))"
    line += ",\"field\":\(JSONText.quoted(field))"
    if let old { line += ",\"old\":\(old.json)" }
    if let new { line += ",\"new\":\(new.json)" }
    line += ",\"layer\":\(JSONText.quoted(layer)),\"reason\":\(JSONText.quoted(reason))"
    if let takesBack { line += ",\"takes_back\":\(takesBack)" }
    return line + ",\"previous\":\(JSONText.quoted(previous))}"
  }

  /// True if its number and the hash in it can be those of a record.
  package var isPlausible: Bool {
    (1...Self.highestNumber).contains(number) && previous.utf8.count == AuditHead.start.hash.utf8.count
  }
}

extension AuditActor {
  fileprivate var json: String {
    "{\"uid\":\(uid),\"user\":\(JSONText.quoted(user)),\"from\":\(JSONText.quoted(from))}"
  }
}

extension FieldValue {
  fileprivate var json: String {
    switch self {
    case .flag(let flag): flag ? "true" : "false"
    case .integer(let integer): "\(integer)"
    // No field may hold what is no number; JSON could not tell it.
    case .number(let number): number.isFinite ? "\(number)" : JSONText.quoted("\(number)")
    case .text(let text): JSONText.quoted(text)
    case .reference(let reference): JSONText.quoted(reference.description)
    case .secret: JSONText.quoted(Self.mask)
    case .null: "null"
    }
  }
}
