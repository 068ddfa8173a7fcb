import PlainText
import Secrets

/// A line of the audit trail (article Configuration, Changes): one change, or one access to a credential. Every record
/// carries the hash of the one before, so that an edit, a gap or a cut can be found.
package struct AuditRecord: Sendable, Equatable, Codable {
  /// From 1, without gaps; what a rollback names.
  package var number: Int
  /// RFC 3339, `Z`, 6 digits.
  package var time: String
  package var actor: AuditActor
  package var action: AuditAction
  /// The wrapper whose field changed; for a credential its service.
  package var wrapper: String
  /// The path of the field, such as `budget_alert_thresholds.warning`; for a credential its key.
  package var field: String
  /// What the layer held before; nil for nothing. A secret is masked.
  package var old: FieldValue?
  /// What it holds now; nil for nothing.
  package var new: FieldValue?
  /// The name of the layer that changed.
  package var layer: String
  /// Why, as the operator said; may be empty.
  package var reason: String
  /// The number of the change that this one takes back.
  package var takesBack: Int?
  /// The hash of the line before, as 64 hexadecimal digits; of the first record `AuditHead.start.hash`.
  package var previous: String

  package init(
    number: Int, time: String, actor: AuditActor, action: AuditAction, wrapper: String, field: String,
    old: FieldValue?, new: FieldValue?, layer: String, reason: String, takesBack: Int? = nil, previous: String
  ) {
    self.number = number
    self.time = time
    self.actor = actor
    self.action = action
    self.wrapper = wrapper
    self.field = field
    self.old = old
    self.new = new
    self.layer = layer
    self.reason = reason
    self.takesBack = takesBack
    self.previous = previous
  }

  private enum CodingKeys: String, CodingKey {
    case number, time, actor, action, wrapper, field, old, new, layer, reason
    case takesBack = "takes_back"
    case previous
  }
}

// A value that is null was emptied on purpose; one that is left out was not there.
extension AuditRecord {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value(_ key: CodingKeys) throws -> FieldValue? {
      try container.contains(key) ? container.decode(FieldValue.self, forKey: key) : nil
    }
    number = try container.decode(Int.self, forKey: .number)
    time = try container.decode(String.self, forKey: .time)
    actor = try container.decode(AuditActor.self, forKey: .actor)
    action = try container.decode(AuditAction.self, forKey: .action)
    wrapper = try container.decode(String.self, forKey: .wrapper)
    field = try container.decode(String.self, forKey: .field)
    old = try value(.old)
    new = try value(.new)
    layer = try container.decode(String.self, forKey: .layer)
    reason = try container.decode(String.self, forKey: .reason)
    takesBack = try container.decodeIfPresent(Int.self, forKey: .takesBack)
    previous = try container.decode(String.self, forKey: .previous)
  }
}

/// What was done.
package enum AuditAction: String, Sendable, Codable, CaseIterable {
  /// A field was set, or its value in the layer taken out.
  case change
  /// A change was taken back.
  case rollback
  /// wraptop switched a wrapper off because its budget is spent.
  case autoDisable = "auto_disable"
  /// A credential was set, read, rotated, confirmed or removed, or the store's key changed.
  case credentialSet = "credential_set"
  case credentialRead = "credential_read"
  case credentialRotate = "credential_rotate"
  case credentialConfirm = "credential_confirm"
  case credentialRemove = "credential_remove"
  case credentialRekey = "credential_rekey"
  /// A credential was shown on a terminal.
  case credentialShow = "credential_show"
  /// A command was given a wrapper's configuration, with its secrets.
  case configExec = "config_exec"
}

/// Who did it.
package struct AuditActor: Sendable, Equatable, Codable {
  package var uid: UInt32
  package var user: String
  /// Where from: the address of the SSH client as the session states it, else the terminal, else `local`. Not proven.
  package var from: String

  package init(uid: UInt32, user: String, from: String) {
    self.uid = uid
    self.user = user
    self.from = from
  }
}

/// The end of the audit trail, as it is kept outside of it.
package struct AuditHead: Sendable, Equatable, Codable {
  /// The number of the last record; 0 before the first.
  package var number: Int
  /// The SHA-256 of its line without the line feed, as 64 hexadecimal digits in lower case.
  package var hash: String

  package init(number: Int, hash: String) {
    self.number = number
    self.hash = hash
  }

  /// Before the first record.
  package static let start = AuditHead(number: 0, hash: String(repeating: "0", count: 64))
}

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

/// What is to be told in the audit trail: a record without what its place in the trail gives it.
package struct AuditEntry: Sendable, Equatable {
  package var actor: AuditActor
  package var action: AuditAction
  /// The wrapper whose field changed; for a credential its service.
  package var wrapper: String
  /// The path of the field; for a credential its key.
  package var field: String
  /// What the layer held before; nil for nothing.
  package var old: FieldValue?
  /// What it holds now; nil for nothing.
  package var new: FieldValue?
  /// The name of the layer that changed.
  package var layer: String
  /// Why, as the operator said; may be empty.
  package var reason: String
  /// The number of the change that this one takes back.
  package var takesBack: Int?

  package init(
    actor: AuditActor, action: AuditAction, wrapper: String, field: String, old: FieldValue? = nil,
    new: FieldValue? = nil, layer: String, reason: String = "", takesBack: Int? = nil
  ) {
    self.actor = actor
    self.action = action
    self.wrapper = wrapper
    self.field = field
    self.old = old
    self.new = new
    self.layer = layer
    self.reason = reason
    self.takesBack = takesBack
  }

  /// The record that follows on `head`, without what looks like a key.
  package func record(after head: AuditHead, at time: String) -> AuditRecord {
    AuditRecord(
      number: head.number + 1, time: time, actor: actor, action: action, wrapper: wrapper, field: field,
      old: old?.redacted, new: new?.redacted, layer: layer, reason: Redaction.redact(whole: reason),
      takesBack: takesBack, previous: head.hash)
  }
}
