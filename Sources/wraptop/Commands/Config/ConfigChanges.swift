import ArgumentParser
import Configuration
import ConfigurationFiles
import SystemFiles

/// Sets values.
struct SetField: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Set one or more fields in the runtime layer, after checking the whole configuration.",
    usage: "wraptop config set NAME.FIELD VALUE [NAME.FIELD VALUE ...] [OPTIONS]",
    discussion: """
      Several fields are one change: all of them are written, or none. A value that does not hold, by itself or with the \
      others of its wrapper, is not written. If an override still hides it, that is said first. What is printed is the old \
      value, the new one, and the number by which `wraptop config rollback` takes the change back.

      --none in the place of VALUE empties the field and hides what weaker layers say (null in the file); an empty VALUE \
      takes it out of the runtime layer, as `wraptop config unset` does.

      A secret is never an argument: leave VALUE out, and type it at the prompt or pipe it into standard input. It goes into \
      the credential store, and the runtime file refers to it as ${credential:NAME/FIELD}. VALUE may be a reference of your \
      own, such as '${env:BOT_KEY}'.

        wraptop config set bot.daily_budget 5 bot.monthly_budget 100 --reason 'month of tests'
        wraptop config set bot.daily_budget --none
        pass show openai | wraptop config set bot.api_key --wrappers wrappers.yaml
        wraptop config set new-bot.daily_budget 2 --kind external
      """)

  // All that is no option, so that numbers below zero are values, and no message of the parser repeats a secret.
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp(
      "A field, such as bot.daily_budget, and its value; --none for none; a secret's is left out.",
      valueName: "name.field value"))
  var assignments: [String] = []

  @Option(name: .long, help: ArgumentHelp("Create a wrapper of this kind.", valueName: "kind"))
  var kind: String?

  @Flag(name: .long, help: "Allow a value that looks like a secret in a field that everyone can see.")
  var force = false

  @OptionGroup var change: ChangeOptions
  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    var secrets: [FieldAssignment.Key: Secret] = [:]
    try ChangeCommand(options: options, change: change).write { view in
      let assignments = try FieldAssignment.all(assignments, newKind: kind, in: view)
      var edit = ChangeCommand.Edit()
      var faults: [String] = []
      for assignment in assignments {
        let address = assignment.address
        var draft = edit.drafts[address.wrapper.name] ?? Draft(of: address.wrapper.name, in: view.state, newKind: kind)
        switch assignment.value {
        case .text(let text):
          if !text.isEmpty, let fault = address.description.fault(ofArgument: text) {
            faults.append("\(address.shown): \(fault.message)")
            continue
          }
          draft.type(text, at: address.path)
        case .none: draft.set(address.path, to: .null)
        case .secret:
          let secret = try secrets[assignment.key] ?? SecretPrompt.value("Secret of \(address.shown): ")
          secrets[assignment.key] = secret
          draft.setSecret(at: address.path)
          edit.secrets[assignment.key] = secret
        }
        if let fault = draft.fault(at: address.path) { faults.append("\(address.shown): \(fault.message)") }
        edit.drafts[address.wrapper.name] = draft
      }
      guard faults.isEmpty else { throw Failure(faults.joined(separator: "\nwraptop: "), status: .badData) }
      guard edit.drafts.values.contains(where: \.isEdited) else {
        let what = assignments.map(\.address.shown).joined(separator: ", ")
        throw ChangeCommand.NothingToDo("\(what): the runtime layer says so already; nothing was changed")
      }
      edit.exposesSecrets = force
      if !force { try Self.refuseSecrets(edit.drafts) }
      return edit
    }
  }

  private static func refuseSecrets(_ drafts: [String: Draft]) throws {
    let warnings = drafts.values.flatMap { draft in
      draft.exposedSecrets.map { "\(Finding.exposedSecret(at: $0, of: draft.wrapper, draft.kind))" }
    }
    guard !warnings.isEmpty else { return }
    throw Failure(
      warnings.sorted().joined(separator: "\nwraptop: ")
        + "; nothing was written. If it is a secret, replace it, for it was an argument; else --force writes it",
      status: .badData)
  }
}

/// Takes back what operators set.
struct UnsetField: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unset",
    abstract: "Remove the value of a field from the runtime layer, so that lower layers apply again.",
    discussion: """
      A field with parts, such as bot.budget_alert_thresholds, goes with all of them. What files and variables say stays. \
      A secret stays in the credential store; `wraptop credential remove` takes it out.
      """)

  @Argument(help: ArgumentHelp("Such as bot.daily_budget.", valueName: "name.field"))
  var field: String

  @OptionGroup var change: ChangeOptions
  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    try ChangeCommand(options: options, change: change).write { view in
      let (wrapper, paths) = try FieldAddress.paths(field, in: view)
      var draft = Draft(of: wrapper.name, in: view.state)
      for path in paths { draft.remove(path) }
      guard draft.isEdited else {
        throw ChangeCommand.NothingToDo(
          "\(ShownText.name(field)): the runtime layer does not set it; nothing was changed")
      }
      return .init(drafts: [wrapper.name: draft])
    }
  }
}

/// Takes a change back.
struct RollBack: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Take a change back by writing the old value again.",
    discussion: """
      That is a change of its own, with a number of its own, and can be taken back likewise. The values are checked as \
      those of `wraptop config set` are. See `wraptop config history` for the numbers.
      """)

  @Argument(help: ArgumentHelp("The number of the change.", valueName: "number"))
  var number: Int

  @OptionGroup var change: ChangeOptions
  @OptionGroup var options: ConfigurationOptions

  func run() throws { try ChangeCommand(options: options, change: change).rollBack(number) }
}
