import ArgumentParser
import Configuration
import ConfigurationFiles

/// Sets a value.
struct SetField: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Set a field in the runtime layer, once it is checked together with all others.",
    discussion: """
      A value that does not hold, by itself or with the others of its wrapper, is not written. If an override still hides \
      it, that is told first. What is printed is the old value, the new one, and the number by which `wraptop config \
      rollback` takes the change back.

      A secret is never an argument: leave VALUE out, and type it at the prompt or pipe it into standard input. It goes into \
      the credential store, and the runtime file refers to it as ${credential:NAME/FIELD}. VALUE may be a reference of your \
      own, such as '${env:BOT_KEY}'.

        wraptop config set bot.daily_budget 5 --reason 'month of tests'
        pass show openai | wraptop config set bot.api_key --wrappers wrappers.yaml
        wraptop config set new-bot.daily_budget 2 --kind external
      """)

  @Argument(
    help: ArgumentHelp("Such as bot.daily_budget or bot.budget_alert_thresholds.warning.", valueName: "name.field"))
  var field: String

  // All that is no option, so that numbers below zero are values, and no message of the parser repeats a secret.
  @Argument(
    parsing: .allUnrecognized, help: ArgumentHelp("The value; left out for a secret.", valueName: "value"))
  var values: [String] = []

  @Option(name: .long, help: ArgumentHelp("Make a new wrapper of this kind.", valueName: "kind"))
  var kind: String?

  @OptionGroup var change: ChangeOptions
  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let value = try value()
    var secret: Secret?
    try ChangeCommand(options: options, change: change).write { view in
      let address = try address(in: view)
      var draft = Draft(of: address.wrapper.name, in: view.state, newKind: kind)
      guard address.description.isSensitive, value.flatMap({ Reference($0) }) == nil else {
        guard let value else { throw Failure.usage("\(address.shown): there is no value; name it behind the field") }
        draft.type(value, at: address.path)
        if let fault = draft.fault(at: address.path) {
          throw Failure("\(address.shown): \(fault.message)", exitCode: 65)
        }
        guard draft.isEdited else {
          throw ChangeCommand.NothingToDo("\(address.shown): the runtime layer says so already; nothing was changed")
        }
        return .init(draft: draft)
      }
      guard value == nil else {
        throw Failure.usage(
          "\(address.shown): is a secret, and what is an argument others see in the list of processes, and it stays in the "
            + "shell's history; leave the value out and type it at the prompt, or pipe it into standard input; if it was "
            + "the secret, replace it")
      }
      if secret == nil { secret = try SecretPrompt.value("Secret of \(address.shown): ") }
      draft.setSecret(at: address.path)
      return .init(draft: draft, secrets: secret.map { [address.path: $0] } ?? [:])
    }
  }

  private func value() throws -> String? {
    guard values.count <= 1 else {
      throw Failure.usage(
        "\(ShownText.name(field)): one value is expected, and \(values.count) arguments are there; put a value with blanks "
          + "into quotes, and see `wraptop help config set` for the options")
    }
    if let option = values.first, option.hasPrefix("--") {
      let name = option.prefix { $0 != "=" }
      throw Failure.usage("\(ShownText.name(String(name))): is no option of `wraptop config set`, see its --help")
    }
    return values.first
  }

  private func address(in view: ConfigurationView) throws -> FieldAddress {
    guard let kind else { return try FieldAddress(field, in: view) }
    let new = try FieldAddress(field, ofNew: ListFields.kind(kind, among: view.configuration.kinds))
    guard let there = view.configuration.wrappers[new.wrapper.name] else { return new }
    throw Failure.usage(
      "--kind: wrapper \(ShownText.name(there.name)) is there already, of kind \(ShownText.name(there.kind)); leave the "
        + "option out")
  }
}
