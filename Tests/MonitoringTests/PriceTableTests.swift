import Testing

@testable import Monitoring

/// Which entry of a price table is meant, and what LiteLLM's table says (article Cost, Cost of an operation).
@Suite struct PriceTableTests {
  private func table(_ names: String...) -> PriceTable {
    PriceTable(Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, TokenPrices(input: Int64($0))) }))
  }

  @Test(arguments: [
    ("gpt-4o", "gpt-4o", PriceRule.exact),
    ("openai/gpt-4o", "gpt-4o", .withoutProvider),
    ("router/openai/gpt-4o", "gpt-4o", .withoutProvider),
    ("proxy/azure/gpt-4o", "azure/gpt-4o", .withoutProvider),
    ("azure/gpt-4o", "azure/gpt-4o", .exact),
    ("gpt-4o-2024-05-13", "gpt-4o-2024-05-13", .exact),
    ("gpt-4o-2024-08-06", "gpt-4o", .withoutDate),
    ("gpt-4o-20240806", "gpt-4o", .withoutDate),
    ("gpt-4o@20240806", "gpt-4o", .withoutDate),
    ("azure/gpt-4o-2024-08-06", "azure/gpt-4o", .withoutDate),
    ("openai/gpt-4o-2024-08-06", "gpt-4o", .withoutProviderAndDate),
    ("proxy/azure/gpt-4o@20240806", "azure/gpt-4o", .withoutProviderAndDate),
    // A dated entry comes before an undated one.
    ("openai/gpt-4o-2024-05-13", "gpt-4o-2024-05-13", .withoutProvider),
  ])
  func findsTheEntryAndSaysByWhichRule(model: String, entry: String, rule: PriceRule) {
    let found = table("gpt-4o", "azure/gpt-4o", "gpt-4o-2024-05-13").price(of: model)
    #expect(found.model == model)
    #expect(found.entry == entry)
    #expect(found.rule == rule)
    #expect(found.prices != nil)
  }

  @Test(arguments: [
    "gpt-4o-mini", "gpt-4o-0806", "gpt-4o-2024-13-06", "gpt-4o-2024-08-32", "gpt-4o-10240806", "gpt-4o-2024_08_06",
    "gpt-4o@2024-08-06", "gpt-4o-2024-08-06-v1", "GPT-4o", "gpt", "", "/", "-20240806", "gpt-4o/", "claude-4-20250514",
  ])
  func neverTakesAnotherModelOrVersion(model: String) {
    let found = table("gpt-4o", "gpt-4o-2024-05-13", "claude-4-20250929").price(of: model)
    #expect(found == ModelPrice(model: model))
  }

  @Test func readsLiteLLMsFields() throws {
    let table = try PriceTable(liteLLM: [
      "sample_spec": ["input_cost_per_token": 0],
      "m": [
        "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-06,
        "cache_creation_input_token_cost": 3.125e-06, "input_cost_per_token_batches": 1,
        "cache_creation_input_token_cost_above_1hr": 1,
        "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 1,
        "input_cost_per_token_above_200k_tokens": 5e-06, "output_cost_per_token_above_200k_tokens": 1.5e-05,
        "input_cost_per_token_above_128k_tokens": 3e-06, "output_cost_per_token_above_200k_tokens_priority": 1,
        "input_cost_per_token_above_k_tokens": 1, "input_cost_per_token_above_tokens": 1,
        "output_cost_per_token_above_512_tokens": 0,
      ],
      "embedding": ["input_cost_per_token": 2.2500000000000002e-08],
      "image": ["output_cost_per_image": 0.04], "batch": ["input_cost_per_token_batches": 1e-6],
    ])
    var expected = TokenPrices(
      input: 2_500_000_000_000, output: 10_000_000_000_000, cacheRead: 1_250_000_000_000, cacheWrite: 3_125_000_000_000)
    var tiny = LongPromptPrices(above: 512)
    tiny.output = 0
    var long = LongPromptPrices(above: 128_000)
    long.input = 3_000_000_000_000
    var longer = LongPromptPrices(above: 200_000)
    longer.input = 5_000_000_000_000
    longer.output = 15_000_000_000_000
    expected.longPrompts = [tiny, long, longer]
    var image = TokenPrices()
    image.isByOtherUnits = true
    #expect(table.prices == ["m": expected, "embedding": TokenPrices(input: 22_500_000_000), "image": image])
  }

  @Test func requestsAndOtherUnits() throws {
    let table = try PriceTable(liteLLM: [
      "rerank": ["input_cost_per_query": 0.002, "input_cost_per_token": 0, "output_cost_per_token": 0],
      "search": ["input_cost_per_request": 0.005, "output_cost_per_token": 1e-6],
      "chat": ["input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6, "input_cost_per_image": 0.01],
      "draw": ["input_cost_per_token": 5e-6, "output_cost_per_token": 0, "output_cost_per_image": 0.04],
      "ocr": ["ocr_cost_per_page": 0.001], "hear": ["input_cost_per_second": 1e-4, "output_cost_per_second": 0],
      "say": ["input_cost_per_character": 1.5e-5], "free": ["input_cost_per_second": 0],
    ])
    #expect(table.prices["rerank"]?.request == 2_000_000 && table.prices["search"]?.request == 5_000_000)
    #expect(table.prices["search"]?.output == 1_000_000_000_000)
    #expect(table.prices.filter { $0.value.isByOtherUnits }.keys.sorted() == ["draw", "hear", "ocr", "say"])
    #expect(table.prices["free"] == nil)
  }

  @Test func localModelsTakeNoHostedPrice() {
    let table = table("llama3", "ollama/known", "gpt-4o")
    for model in ["ollama/llama3", "LM_Studio/llama3", "hosted_vllm/gpt-4o", "local/gpt-4o-2024-08-06"] {
      #expect(table.price(of: model).entry == nil, "\(model)")
    }
    #expect(table.price(of: "ollama/known").rule == .exact)
    #expect(table.price(of: "llama3").entry == "llama3" && table.price(of: "llama3", from: "groq").entry == "llama3")
    #expect(table.price(of: "llama3", from: "ollama").entry == nil)
    #expect(table.price(of: "known", from: "ollama").entry == "ollama/known")
    // Who is named before the model runs it.
    #expect(table.price(of: "openai/gpt-4o", from: "vllm").entry == "gpt-4o")
  }

  @Test func pricesThatMakeNoSenseAreNamed() {
    let error = #expect(throws: PriceTableError.self) {
      try PriceTable(liteLLM: [
        "b": ["output_cost_per_token": -1e-6, "input_cost_per_token": 1.5], "a": ["cache_read_input_token_cost": -2],
        "sound": ["input_cost_per_token": 1, "output_cost_per_token": 0],
      ])
    }
    #expect(
      error?.description == """
        model a: cache_read_input_token_cost is -2.0; a price is from 0 to 1 dollar per token
        model b: input_cost_per_token is 1.5; a price is from 0 to 1 dollar per token
        model b: output_cost_per_token is -1e-06; a price is from 0 to 1 dollar per token
        """)
  }
}
