import ConfigurationFiles
import TestSupport
import Testing

/// Reading a file of prices in LiteLLM's format.
@Suite struct PriceFileTests {
  private func read(_ text: String) throws -> [String: [String: Double]] {
    let folder = try TemporaryFolder()
    try folder.append(text, to: "prices.json")
    return try PriceFile.read(path: folder("prices.json"))
  }

  private func fault(_ text: String) -> String? {
    do {
      _ = try read(text)
      return nil
    } catch let error as ConfigurationFileError {
      guard case .invalid(let faults) = error else { return nil }
      #expect(error.exitCode == 78)
      return faults.joined().split(separator: "/").last.map(String.init)
    } catch {
      return nil
    }
  }

  @Test func keepsPricesAndNothingElse() throws {
    let prices = try read(
      """
      {"sample_spec": {"input_cost_per_token": 0.0, "max_tokens": "a number"},
       "m": {"input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-06,
             "cache_creation_input_token_cost_above_200k_tokens": 3e-6, "max_tokens": 4096, "mode": "chat",
             "search_context_cost_per_query": {"low": 1}, "output_cost_per_image": 0.04},
       "odd": {"input_cost_per_token": "free", "output_cost_per_token": 0},
       "image": {"output_cost_per_image": 0.04}, "word": "no object", "none": null}
      """)
    #expect(
      prices == [
        "m": [
          "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-06,
          "cache_creation_input_token_cost_above_200k_tokens": 3e-6, "output_cost_per_image": 0.04,
        ],
        "odd": ["output_cost_per_token": 0], "image": ["output_cost_per_image": 0.04],
      ])
  }

  @Test func saysWhatIsWrongAndWhere() {
    #expect(fault("{\"m\":\n{\"input_cost_per_token\": none}}") == "prices.json:2: not JSON")
    #expect(fault("{\"m\":") == "prices.json: not JSON")
    #expect(fault("") == "prices.json: not JSON")
    #expect(fault("[1]")?.hasPrefix("prices.json: not an object of models; ") == true)
    #expect(fault("{\"m\": {\"mode\": \"chat\"}}")?.hasPrefix("prices.json: no model has a price; ") == true)
  }

  @Test func aFileThatIsNotThereIsMissing() throws {
    let folder = try TemporaryFolder()
    let path = folder("none.json")
    #expect(
      throws: ConfigurationFileError.unreadable(path: path, reason: "No such file or directory", isPermission: false)
    ) {
      try PriceFile.read(path: path)
    }
    #expect(throws: ConfigurationFileError.unreadable(path: folder.path, reason: "Is a directory", isPermission: false))
    {
      try PriceFile.read(path: folder.path)
    }
  }
}
