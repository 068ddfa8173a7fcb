import ArgumentParser
import Configuration
import ConfigurationFiles
import Reports
import SystemFiles

/// What commands that change the configuration are told beside the change.
struct ChangeOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The reason, which is kept in the history.", valueName: "text"))
  var reason = ""

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What opens the credential store, if a secret is to go there.",
      discussion: "Else WRAPTOP_CREDENTIAL_KEY names it; without both a passphrase is asked for.", valueName: "file"))
  var keyFile: String?
}

/// Writes a change that an operator asks for, and tells what came of it.
struct ChangeCommand {
  private let paths: ConfigurationPaths
  private let change: ChangeOptions

  init(options: ConfigurationOptions, change: ChangeOptions) throws {
    var paths = try options.completePaths()
    if let keyFile = change.keyFile { paths.environment["WRAPTOP_CREDENTIAL_KEY"] = keyFile }
    self.paths = paths
    self.change = change
  }

  /// What is to be written.
  struct Edit {
    /// What becomes of each wrapper, by name.
    var drafts: [String: Draft] = [:]
    var secrets: [FieldAssignment.Key: Secret] = [:]
    /// Values that look like secrets are meant to be written where everyone sees them.
    var exposesSecrets = false

    /// Everything as one change, in the order of the wrappers' names; nil if something in it is wrong.
    func request(reason: String) -> ChangeRequest? {
      var whole: ChangeRequest?
      for (name, draft) in drafts.sorted(by: { $0.key < $1.key }) where draft.isEdited {
        let own = secrets.filter { $0.key.wrapper == name }.map { ($0.key.path, $0.value) }
        guard
          let request = draft.request(
            reason: reason, secrets: Dictionary(uniqueKeysWithValues: own), exposesSecrets: exposesSecrets)
        else { return nil }
        whole = whole.map { $0.joined(with: request) } ?? request
      }
      return whole
    }
  }

  /// All is as it was asked for already.
  struct NothingToDo: Error {
    let message: String

    init(_ message: String) { self.message = message }
  }

  // Others who write at the same time are soon done.
  private static let tries = 50

  /// Writes what `edit` makes of the configuration as it is, again if someone else wrote in between.
  func write(_ edit: (ConfigurationView) throws -> Edit) throws {
    if let fault = ChangeRequest.fault(ofReason: change.reason) { throw Failure.usage("--reason: \(fault)") }
    SecretPrompt.forbidCoreDumps()
    var told: Set<FieldAssignment.Key> = []
    var passphrase: Secret?
    var tries = 0
    while tries < Self.tries {
      let view = try ConfigurationView(paths)
      let made: Edit
      do {
        made = try edit(view)
      } catch let nothing as NothingToDo {
        return try StandardOutput.line(nothing.message)
      }
      guard var request = made.request(reason: change.reason) else {
        throw ConfigurationView.failure(made.drafts.sorted { $0.key < $1.key }.flatMap(\.value.findings))
      }
      for change in request.changes {
        let isNew = told.insert(.init(wrapper: change.wrapper, path: change.path)).inserted
        if isNew, let draft = made.drafts[change.wrapper] { warnIfHidden(change, draft) }
      }
      request.passphrase = passphrase
      let reply = writer.write(request, actor: actor, time: Self.time, now: SystemClock.now().seconds)
      switch reply {
      case .conflict: tries += 1
      case .needsPassphrase(let isNew, let isWrong): passphrase = try Self.passphrase(isNew: isNew, isWrong: isWrong)
      default: return try tell(reply, request.changes, before: made.drafts.mapValues(\.base))
      }
    }
    throw Self.busy(paths)
  }

  /// Takes back the change of a number.
  func rollBack(_ number: Int) throws {
    for _ in 0..<Self.tries {
      let view = try ConfigurationView(paths)
      let reply = writer.rollback(
        number: number, reason: change.reason, actor: actor, time: Self.time, now: SystemClock.now().seconds)
      if case .conflict = reply { continue }
      // What cannot be taken back was named wrongly; all else that fails is the system's.
      if case .failed(let message) = reply, message.hasPrefix("record \(number): ") { throw Failure.usage(message) }
      let written = try taken(reply)
      for record in try records(written) {
        let path = view.configuration.wrappers[record.wrapper].flatMap {
          view.configuration.kind(of: $0).path(record.field)
        }
        if let path, let wrapper = view.configuration.wrappers[record.wrapper] {
          let change = FieldChange(wrapper: record.wrapper, path: path, old: record.old, new: record.new)
          warnIfHidden(change, Draft(of: wrapper.name, in: view.state))
          try StandardOutput.line(line(change, number: record.number, before: wrapper))
        } else {
          let change = ConfigurationView.text.change(record.wrapper, record.field, from: record.old, to: record.new)
          try StandardOutput.line("\(change) (change \(record.number))")
        }
      }
      return
    }
    throw Self.busy(paths)
  }

  // MARK: Telling

  private func tell(
    _ reply: ConfigurationReply, _ changes: [FieldChange], before: [String: WrapperConfiguration]
  ) throws {
    let records = try taken(reply)
    let changed = changes.filter { $0.old != $0.new }
    for change in changes where change.old == change.new {
      try StandardOutput.line("\(Self.name(change)): the secret in the credential store is replaced")
    }
    let numbers = records.suffix(changed.count)
    for (change, number) in zip(changed, numbers) {
      let wrapper = before[change.wrapper] ?? WrapperConfiguration(name: change.wrapper)
      try StandardOutput.line(line(change, number: number, before: wrapper))
    }
  }

  /// The numbers of the records of what was written; throws what was not.
  private func taken(_ reply: ConfigurationReply) throws -> [Int] {
    switch reply {
    case .written(let records): return records
    case .refused(let findings): throw ConfigurationView.failure(findings)
    case .failed(let message): throw Failure(message, status: .inputOutput)
    case .conflict, .needsPassphrase, .history, .reloaded: throw Self.busy(paths)
    }
  }

  private func line(_ change: FieldChange, number: Int, before: WrapperConfiguration) -> String {
    var line = ConfigurationView.text.change(change.wrapper, change.path.description, from: change.old, to: change.new)
    line += " (change \(number))"
    let weaker = before.given[change.path]?.first { $0.layer < .runtime }
    if let weaker, change.old == nil { line += "; hides \(weaker.told) of \(weaker.layer.rawValue)" }
    if let weaker, change.new == nil { line += "; \(weaker.told) of \(weaker.layer.rawValue) shows again" }
    return line
  }

  private func warnIfHidden(_ change: FieldChange, _ draft: Draft) {
    guard let hiding = draft.hidden(by: change) else { return }
    StandardError.warn(
      "\(Self.name(change)): \(hiding.origin) says \(hiding.told) and hides this: layer \(hiding.layer.rawValue) is "
        + "stronger than runtime; take it out there to let the change take effect")
  }

  private static func name(_ change: FieldChange) -> String {
    "\(ShownText.name(change.wrapper)).\(ShownText.name(change.path.description))"
  }

  // MARK: Writing

  private var writer: ChangeWriter { ChangeWriter(paths: paths) }

  private var actor: AuditActor { .current(environment: paths.environment) }

  private func records(_ numbers: [Int]) throws -> [AuditRecord] {
    try numbers.compactMap { try AuditFile(path: paths.audit).record($0) }
  }

  private static var time: String { SystemClock.now().description }

  private static func passphrase(isNew: Bool, isWrong: Bool) throws -> Secret {
    if isWrong {
      throw Failure("credential store: the passphrase does not open it; nothing was changed", status: .noPermission)
    }
    return try isNew
      ? CredentialOptions.newPassphrase() : SecretPrompt.typed("Passphrase of the credential store: ")
  }

  private static func busy(_ paths: ConfigurationPaths) -> Failure {
    Failure("\(ShownText.path(paths.runtime)): others change it all the time; try again", status: .cannotCreate)
  }
}
