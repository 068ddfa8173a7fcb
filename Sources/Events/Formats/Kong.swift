/// The log of Kong's AI gateway, by its plugins for files and sockets (article Gateways).
struct KongFormat: EventFormat {
  let name = "kong"
  let wrapperKeys: [WrapperKey] = [.provider, .service, .model]
  let defaultWrapper = "kong"
  let signatures: [StaticString] = [#""ai""#]

  func recognizes(_ object: JSONValue) -> Bool {
    object["ai"]?.isObject == true && object.first("started_at", "latencies") != nil
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    var proxy = object["ai"]?["proxy"]
    if proxy == nil { object["ai"]?.forEachMember { if proxy == nil, $1["meta"] != nil { proxy = $1 } } }
    guard let proxy, proxy.isObject else { return records.skip() }
    let meta = proxy["meta"], usage = proxy["usage"]
    var record = ForeignRecord()
    if let value = object["started_at"] {
      guard let start = value.time else { return records.reject(.wrongType, "started_at") }
      record.start = start
    }
    if let took = object["latencies"]?["request"]?.number, took >= 0 {
      record.duration = Int64(billionths: took / 1000)
    }
    if let id = object["request"]?["id"]?.text {
      record.id = ["kong", id]
      record.operationID = id
    }
    record.model = (meta?["response_model"] ?? meta?["request_model"])?.text
    record.provider = meta?["provider_name"]?.text
    record.user = object["consumer"]?.first("username", "custom_id")?.text
    record.names[.model] = record.model
    record.names[.provider] = record.provider
    record.names[.service] = object["service"]?["name"]?.text
    record.names[.user] = record.user
    record.type = "chat"
    record.tokens = TokenUsage(
      prompt: usage?["prompt_tokens"]?.count, completion: usage?["completion_tokens"]?.count,
      total: usage?["total_tokens"]?.count)
    if let cost = usage?["cost"]?.decimal, cost > 0 || !record.tokens.areAny {
      record.cost = Int64(billionths: cost)
    }
    if let first = usage?["time_to_first_token"]?.number, first >= 0 {
      record.timeToFirstToken = Int64(billionths: first / 1000)
    }
    if let status = object["response"]?["status"]?.integer, status >= 400 {
      record.errorCode = String(status)
      record.status =
        switch status {
        case 408, 504: .timeout
        case 499: .cancelled
        default: .error
        }
    }
    records.accept(record)
  }
}
