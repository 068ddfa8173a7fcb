/// The analytics log of Aider, `aider --analytics-log FILE` (article Agents).
struct AiderFormat: EventFormat {
  let name = "aider"
  let wrapperKeys: [WrapperKey] = [.model]
  let defaultWrapper = "aider"
  let signatures: [StaticString] = []

  func recognizes(_ object: JSONValue) -> Bool {
    object["event"]?.isString == true && object["properties"]?.isObject == true
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    guard object["event"]?.holds("message_send") == true, let properties = object["properties"] else {
      return records.skip()
    }
    var record = ForeignRecord()
    if let value = object["time"] {
      guard let time = value.time else { return records.reject(.wrongType, "time") }
      record.end = time
    }
    record.type = "message_send"
    func text(_ key: StaticString) -> String? { properties[key]?.text.flatMap { $0 == "None" ? nil : $0 } }
    record.model = text("main_model")
    record.names[.model] = record.model
    record.names[.service] = defaultWrapper
    record.user = object["user_id"]?.text
    record.names[.user] = record.user
    record.tokens = TokenUsage(
      prompt: properties["prompt_tokens"]?.count, completion: properties["completion_tokens"]?.count,
      total: properties["total_tokens"]?.count)
    // Beside tokens, 0 is what it says of a model whose price it does not know. `total_cost` is the sum so far.
    if let cost = properties["cost"]?.decimal, cost > 0 || !record.tokens.areAny {
      record.cost = Int64(billionths: cost)
    }
    records.accept(record)
  }
}
