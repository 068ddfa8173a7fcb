import ArgumentParser
import Service

/// What is known of money beside events and the configuration.
struct MoneyOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Prices for estimating costs that are not reported: a JSON file in LiteLLM's format.",
      discussion: "It is read once, at startup.", valueName: "file"))
  var prices: String?

  /// Reads them.
  ///
  /// - Throws: what is wrong with the file.
  func rules() throws -> CostSettings { try CostSettings(pricesPath: prices) }
}
