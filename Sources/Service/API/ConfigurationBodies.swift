import Configuration

/// What a change of a wrapper's configuration has as its body (article API).
struct ConfigurationPatch: Codable, Sendable {
  /// By the path of a field, what the runtime layer is to say; null takes out what it says.
  var values: [String: FieldValue]?
  /// The paths of fields that the runtime layer is to empty, so that nothing weaker shows.
  var none: [String]?
  /// By the path of a sensitive field, a secret for the credential store.
  var secrets: [String: String]?
  /// What opens the credential store, if no key file does.
  var passphrase: String?
  /// What a wrapper is that is not there yet.
  var kind: String?
  /// Why.
  var reason: String?
  /// Values that look like secrets are meant to be written where everyone sees them.
  var exposesSecrets: Bool?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case values, none, secrets, passphrase, kind, reason
    case exposesSecrets = "exposes_secrets"
  }

  /// The paths that it tells of.
  var paths: [String] { Array(values.map(\.keys) ?? [:].keys) + (none ?? []) + Array(secrets.map(\.keys) ?? [:].keys) }
}

/// What a request to take a change back has as its body.
struct RollbackBody: Codable, Sendable {
  /// The number of the change in the history.
  var record: Int
  var reason: String?

  enum CodingKeys: String, CodingKey, CaseIterable { case record, reason }
}

/// What came of a change that was written.
struct WrittenBody: Codable, Sendable {
  /// The numbers of the records in the history; none if everything was so already.
  var records: [Int]
}

/// Why the configuration was not changed: a problem document with what a client can act upon.
struct ConfigurationProblem: Codable, Sendable {
  /// What was wanted of one value, and what the runtime layer says meanwhile; what is left out is nothing.
  struct Conflict: Codable, Sendable {
    var wrapper: String
    var field: String
    var path: FieldPath
    var current: FieldValue?
    var wanted: FieldValue?

    enum CodingKeys: String, CodingKey {
      case wrapper = "wrapper_name"
      case field, path, current, wanted
    }
  }

  /// How the credential store has to be opened.
  struct Passphrase: Codable, Sendable {
    var isNew: Bool
    var isWrong: Bool

    enum CodingKeys: String, CodingKey {
      case isNew = "is_new"
      case isWrong = "is_wrong"
    }
  }

  var type = "about:blank"
  var status: Int
  var detail: String
  /// Both sides, where others changed the entry since it was read.
  var conflicts: [Conflict]?
  /// The versions to begin again with, by wrapper.
  var versions: [String: EntryVersion]?
  /// Everything that would not be valid.
  var findings: [FindingBody]?
  /// There is if a passphrase has to be sent along.
  var passphrase: Passphrase?

  init(status: Int, detail: String) {
    self.status = status
    self.detail = detail
  }
}

// What is null was emptied on purpose; what is left out was not there.
extension ConfigurationProblem.Conflict {
  init(_ change: FieldChange) {
    wrapper = change.wrapper
    field = change.path.description
    path = change.path
    current = change.old?.redacted
    wanted = change.new?.redacted
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value(_ key: CodingKeys) throws -> FieldValue? {
      try container.contains(key) ? container.decode(FieldValue.self, forKey: key) : nil
    }
    wrapper = try container.decode(String.self, forKey: .wrapper)
    field = try container.decode(String.self, forKey: .field)
    path = try container.decode(FieldPath.self, forKey: .path)
    current = try value(.current)
    wanted = try value(.wanted)
  }

  var change: FieldChange { FieldChange(wrapper: wrapper, path: path, old: current, new: wanted) }
}

/// Something that is wrong in a configuration, with the keys of `config validate --json`.
struct FindingBody: Codable, Sendable {
  var severity: Finding.Severity
  var origin: String?
  var file: String?
  var line: Int?
  var layer: Layer?
  var wrapper: String?
  var field: String?
  var path: FieldPath?
  var subject: [String]
  var message: String

  enum CodingKeys: String, CodingKey {
    case severity, origin, file, line, layer
    case wrapper = "wrapper_name"
    case field, path, subject, message
  }

  init(_ finding: Finding) {
    severity = finding.severity
    origin = finding.origin == .standard ? nil : finding.origin.description
    if case .place(let place) = finding.origin { (file, line) = (place.file, place.line) }
    layer = finding.layer
    wrapper = finding.wrapper
    field = finding.path?.description ?? (finding.subject.isEmpty ? nil : finding.subject.joined(separator: "."))
    path = finding.path
    subject = finding.subject
    message = finding.message
  }

  var finding: Finding {
    let place: Origin =
      if let file, let line {
        .place(SourceLocation(file: file, line: line))
      } else if let origin {
        origin.hasPrefix("$") ? .variable(String(origin.dropFirst())) : .option(origin)
      } else {
        .standard
      }
    return Finding(severity, place, layer: layer, wrapper: wrapper, path: path, subject: subject, message)
  }
}
