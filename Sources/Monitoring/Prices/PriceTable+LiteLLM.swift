extension PriceTable {
  /// The prices in LiteLLM's table (`model_prices_and_context_window.json`): by the name of the model, then by the name of
  /// the field, in dollars per token, or per request. Models without any price are left out, and so are `sample_spec` and the
  /// prices of other ways to be served, such as in batches. Of what is charged for other units, such as images, only that
  /// it is counts.
  ///
  /// - Throws: if a price is negative, more than a dollar for a token, or more than a thousand for a request; it says all of
  ///   them.
  public init(liteLLM table: [String: [String: Double]]) throws(PriceTableError) {
    self.init()
    var faults: [PriceTableError.Fault] = []
    for (model, fields) in table where model != "sample_spec" {
      var priced = TokenPrices()
      var long: [Int64: LongPromptPrices] = [:]
      var otherUnits: Set<LiteLLMField.Kind> = []
      for (name, dollars) in fields {
        if LiteLLMField.requests.contains(name) {
          guard dollars >= 0, dollars <= PriceTableError.Fault.mostForRequest else {
            faults.append(PriceTableError.Fault(model: model, field: name, dollars: dollars))
            continue
          }
          priced.request = (priced.request ?? 0) + Int64((dollars * 1e9).rounded())
          continue
        }
        if let side = LiteLLMField.otherUnits(name), dollars > 0 { otherUnits.insert(side) }
        guard let field = LiteLLMField(name) else { continue }
        guard dollars >= 0, dollars <= 1 else {
          faults.append(PriceTableError.Fault(model: model, field: name, dollars: dollars))
          continue
        }
        let price = Int64((dollars * 1e18).rounded())
        if let above = field.above {
          long[above, default: LongPromptPrices(above: above)][keyPath: field.kind.forLongPrompts] = price
        } else {
          priced[keyPath: field.kind.price] = price
        }
      }
      priced.isByOtherUnits = otherUnits.contains { (priced[keyPath: $0.price] ?? 0) == 0 }
      priced.longPrompts = long.values.sorted { $0.above < $1.above }
      if priced != TokenPrices() { prices[model] = priced }
    }
    guard faults.isEmpty else {
      throw PriceTableError(faults: faults.sorted { ($0.model, $0.field) < ($1.model, $1.field) })
    }
  }
}

/// Why a price table cannot be used: everything that is wrong with it.
public struct PriceTableError: Error, Equatable, CustomStringConvertible {
  /// A price that makes no sense.
  public struct Fault: Sendable, Equatable, CustomStringConvertible {
    /// The name of the model.
    public var model: String
    /// The name of the field.
    public var field: String
    /// What the field says.
    public var dollars: Double

    /// What to tell operators.
    public var description: String {
      let allowed =
        LiteLLMField.requests.contains(field) ? "1000 dollars per request" : "1 dollar per token"
      return "model \(model): \(field) is \(dollars); a price is from 0 to \(allowed)"
    }

    /// The most for a request, in dollars.
    static let mostForRequest = 1000.0
  }

  /// By model and field.
  public var faults: [Fault]

  /// A line per fault.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// What a field of LiteLLM's table charges for.
private struct LiteLLMField {
  enum Kind: String, CaseIterable {
    case input = "input_cost_per_token"
    case output = "output_cost_per_token"
    case cacheRead = "cache_read_input_token_cost"
    case cacheWrite = "cache_creation_input_token_cost"

    var price: WritableKeyPath<TokenPrices, Int64?> {
      switch self {
      case .input: \.input
      case .output: \.output
      case .cacheRead: \.cacheRead
      case .cacheWrite: \.cacheWrite
      }
    }

    var forLongPrompts: WritableKeyPath<LongPromptPrices, Int64?> {
      switch self {
      case .input: \.input
      case .output: \.output
      case .cacheRead: \.cacheRead
      case .cacheWrite: \.cacheWrite
      }
    }
  }

  /// What is charged for a request or a query.
  static let requests: Set<String> = [
    "input_cost_per_request", "input_cost_per_query", "output_cost_per_request", "output_cost_per_query",
  ]

  /// On which side images, seconds, pages or the like are charged; nil if the field is no such price.
  static func otherUnits(_ name: String) -> Kind? {
    guard !requests.contains(name), !name.contains("token") else { return nil }
    if name.hasPrefix("output_cost_per_") { return .output }
    return name.hasPrefix("input_cost_per_") || name.hasSuffix("_cost_per_page") ? .input : nil
  }

  let kind: Kind
  /// Only for prompts of more tokens than that; nil for all.
  let above: Int64?

  /// Nil for what is no price per token of an ordinary operation.
  init?(_ name: String) {
    guard let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue) }) else { return nil }
    self.kind = kind
    let rest = name.dropFirst(kind.rawValue.count)
    if rest.isEmpty {
      above = nil
      return
    }
    // `_above_200k_tokens`; in others, what follows is no number.
    let prefix = "_above_"
    let suffix = "_tokens"
    guard rest.hasPrefix(prefix), rest.hasSuffix(suffix), rest.count > prefix.count + suffix.count else { return nil }
    let limit = rest.dropFirst(prefix.count).dropLast(suffix.count)
    let isThousands = limit.hasSuffix("k")
    guard let number = Int64(isThousands ? limit.dropLast() : limit), (0...1_000_000_000).contains(number) else {
      return nil
    }
    above = isThousands ? number * 1000 : number
  }
}
