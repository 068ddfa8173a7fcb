extension PriceTable {
  /// What the table says of the model of that name, and by which rule: the exact name; else without its provider prefixes, one
  /// after the other from the left; else without its date; else without both. Another version's price is never taken. Nor is
  /// one of a hosted model for a model that runs locally, which has none without an entry of its own.
  ///
  /// - Parameter provider: who runs the model, where its name does not begin with that; nil if nobody says.
  public func price(of model: String, from provider: String? = nil) -> ModelPrice {
    var found = ModelPrice(model: model)
    for (name, rule) in Self.candidates(for: model, from: provider) {
      if let prices = prices[name] {
        found.entry = name
        found.rule = rule
        found.prices = prices
        return found
      }
    }
    return found
  }

  /// Providers that run models on the operator's own machines.
  private static let localProviders: Set<String> = ["ollama", "lm_studio", "vllm", "hosted_vllm", "llamafile", "local"]

  private static func candidates(for model: String, from provider: String?) -> [(name: String, rule: PriceRule)] {
    if let slash = model.firstIndex(of: "/") {
      if localProviders.contains(model[..<slash].lowercased()) { return [(model, .exact)] }
    } else if let provider = provider?.lowercased(), localProviders.contains(provider) {
      return [("\(provider)/\(model)", .exact)]
    }
    let shorter = withoutProviders(model)
    var candidates: [(String, PriceRule)] = [(model, .exact)]
    candidates += shorter.map { ($0, .withoutProvider) }
    if let undated = withoutDate(model) { candidates.append((undated, .withoutDate)) }
    candidates += shorter.compactMap(withoutDate).map { ($0, .withoutProviderAndDate) }
    return candidates
  }

  // `b/c` and `c` for `a/b/c`.
  private static func withoutProviders(_ model: String) -> [String] {
    model.indices.filter { model[$0] == "/" }.map { String(model[model.index(after: $0)...]) }.filter { !$0.isEmpty }
  }

  // Nil if it does not end with `-2024-08-06`, `-20240806` or `@20240806`.
  private static func withoutDate(_ model: String) -> String? {
    let bytes = Array(model.utf8)
    for (length, separators) in [(11, [0, 5, 8]), (9, [0])] where bytes.count > length {
      let end = bytes.suffix(length)
      var digits: [Int] = []
      var isDate = true
      for (place, byte) in end.enumerated() {
        if separators.contains(place) {
          isDate = isDate && (byte == UInt8(ascii: "-") || (length == 9 && byte == UInt8(ascii: "@")))
        } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
          digits.append(Int(byte - UInt8(ascii: "0")))
        } else {
          isDate = false
        }
      }
      guard isDate, isDay(digits) else { continue }
      return String(decoding: bytes.dropLast(length), as: UTF8.self)
    }
    return nil
  }

  // Eight digits as year, month and day; numbers that only look like one, such as a build, are none.
  private static func isDay(_ digits: [Int]) -> Bool {
    let number = digits.reduce(0) { $0 * 10 + $1 }
    return (1990...2099).contains(number / 10_000) && (1...12).contains(number / 100 % 100)
      && (1...31).contains(number % 100)
  }
}
