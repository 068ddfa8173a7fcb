import ArgumentParser
import Service

/// What is known of money beside events and the configuration.
struct MoneyOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Prices by which costs are estimated that no one reports: a JSON file of LiteLLM's format.",
      discussion: "It is read once, at the start.", valueName: "file"))
  var prices: String?

  /// Reads them.
  ///
  /// - Throws: what is wrong with the file.
  func rules() throws -> CostSettings { try CostSettings(pricesPath: prices) }
}
