import ArgumentParser

/// The configuration of wrappers, for scripts (article Configuration; Command line).
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show, check, and change the configuration of wrappers.",
    discussion: """
      The value in force is that of the highest layer that has one: default, file, profile, environment, runtime, \
      override. Only the runtime layer is ever written; your own files stay as they are. Every change is recorded and can \
      be taken back. Secrets are shown as ********.

        wraptop config list --wrappers wrappers.yaml
        wraptop config set bot.daily_budget 5 --reason 'month of tests' --wrappers wrappers.yaml
        wraptop config show bot --effective --json --wrappers wrappers.yaml | jq .config.daily_budget
        wraptop config validate wrappers.yaml

      The exit status is 0, 64 for a name or an option that makes no sense, 65 for a value that its field does not take, \
      66, 73, 74 or 77 for a file that cannot be used, and 78 for a configuration with errors.
      """,
    subcommands: [
      ListWrappers.self, ShowWrapper.self, GetField.self, SetField.self, UnsetField.self, ValidateConfiguration.self,
      DiffConfiguration.self, ListFields.self, ShowHistory.self, RollBack.self,
      RunWithConfiguration.self,
    ])
}
