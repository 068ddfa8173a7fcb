import Canvas
import Monitoring

/// Which wrappers are listed. Terms are parted by blanks; a wrapper has to meet all of them.
///
/// A term is a piece of the name, in any case; `idle`; `unseen`; `state:critical`; `budget:over`; or a figure, `<` or `>`,
/// and a number: `err>5 p95>2000 budget>80`. `!` before a term turns it round.
package struct Filter: Sendable, Equatable {
  /// As it was typed.
  package let text: String
  /// What is wrong with it, and what would be right; nil if nothing is.
  package let problem: String?
  let terms: [Term]

  package init(_ text: String = "") {
    self.text = text
    var terms: [Term] = []
    var problem: String?
    for word in text.split(separator: " ") {
      switch Term.read(String(word)) {
      case .success(let term): terms.append(term)
      case .failure(let fault): problem = problem ?? fault.text
      }
    }
    self.terms = terms
    self.problem = problem
  }

  /// True if every wrapper meets it.
  package var isEmpty: Bool { terms.isEmpty }

  /// True if it asks for a quantile.
  var needsQuantiles: Bool {
    terms.contains { term in
      if case .figure(.p95, _, _) = term.condition { true } else { false }
    }
  }

  func matches(_ wrapper: WrapperSnapshot) -> Bool { terms.allSatisfy { $0.matches(wrapper) } }
}

/// One term of a filter.
struct Term: Sendable, Equatable {
  var condition: Condition
  var isNegated: Bool

  enum Condition: Sendable, Equatable {
    /// The name holds this text, which is in lower case.
    case name(String)
    case grade(Grade)
    /// Known from the configuration only.
    case unseen
    case budget(BudgetTerm)
    case figure(FilterFigure, Comparison, Double)
  }

  /// Why a term cannot be read.
  struct Fault: Error { var text: String }

  func matches(_ wrapper: WrapperSnapshot) -> Bool {
    let isMet =
      switch condition {
      case .name(let part): Self.contains(wrapper.name, part)
      case .grade(let grade): Grade(wrapper) == grade
      case .unseen: !wrapper.seen
      case .budget(let term): term.matches(wrapper)
      case .figure(let figure, let comparison, let number):
        figure.value(wrapper).map { comparison.holds($0, number) } ?? false
      }
    return isMet != isNegated
  }

  // Ten thousand names are looked through with every key: bytes do for a part in ASCII, where only its own letters are
  // folded.
  private static func contains(_ name: String, _ part: String) -> Bool {
    guard part.utf8.allSatisfy({ $0 < 0x80 }) else { return name.lowercased().contains(part) }
    let part = Array(part.utf8)
    let found = name.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.count >= part.count else { return false }
      return (0...(bytes.count - part.count)).contains { start in
        part.indices.allSatisfy { index in
          let byte = bytes[start + index]
          return (0x41...0x5A).contains(byte) ? byte | 0x20 == part[index] : byte == part[index]
        }
      }
    }
    return found ?? name.lowercased().contains(String(decoding: part, as: UTF8.self))
  }

  static func read(_ word: String) -> Result<Term, Fault> {
    let isNegated = word.hasPrefix("!")
    let rest = isNegated ? String(word.dropFirst()) : word
    return condition(rest.lowercased()).map { Term(condition: $0, isNegated: isNegated) }
  }

  private static func condition(_ word: String) -> Result<Condition, Fault> {
    if word.isEmpty { return .failure(Fault(text: "! wants a term behind it, as in !idle")) }
    if word == Grade.idle.word.lowercased() { return .success(.grade(.idle)) }
    if word == "unseen" { return .success(.unseen) }
    if word.hasPrefix(BudgetTerm.prefix) {
      if let term = BudgetTerm(word: word.dropFirst(BudgetTerm.prefix.count)) { return .success(.budget(term)) }
      let all = BudgetTerm.allCases.map(\.rawValue).joined(separator: " ")
      return .failure(Fault(text: "\(BudgetTerm.prefix) wants \(all)"))
    }
    if word.hasPrefix("state:") {
      let name = word.dropFirst("state:".count)
      if let grade = Grade.worstFirst.first(where: { $0.word.lowercased() == name }) { return .success(.grade(grade)) }
      let all = Grade.worstFirst.map { $0.word.lowercased() }.joined(separator: " ")
      return .failure(Fault(text: "state: wants \(all)"))
    }
    guard let sign = word.firstIndex(where: { $0 == "<" || $0 == ">" }),
      let figure = FilterFigure(rawValue: String(word[..<sign]))
    else { return .success(.name(word)) }
    var number = word[word.index(after: sign)...]
    let orEqual = number.hasPrefix("=")
    if orEqual { number = number.dropFirst() }
    guard let value = Double(number), value.isFinite else {
      return .failure(Fault(text: "\(figure.rawValue)\(word[sign]) wants a number in \(figure.unit)"))
    }
    return .success(.figure(figure, Comparison(isGreater: word[sign] == ">", orEqual: orEqual), value))
  }
}

/// A figure that a filter can ask for; the raw value is its name.
package enum FilterFigure: String, Sendable, CaseIterable {
  case score, ok, err, fb, p95, ops, cost, budget, active

  /// The unit of the number.
  package var unit: String {
    switch self {
    case .score: "0 to 1"
    case .ok, .err, .fb: "percent"
    case .p95: "milliseconds"
    case .ops: "operations a minute"
    case .cost: "dollars today"
    case .budget: "percent of the budget"
    case .active: "operations under way"
    }
  }

  /// The wrapper's value in that unit; nil if it has none.
  func value(_ wrapper: WrapperSnapshot) -> Double? {
    switch self {
    case .score: wrapper.health.score
    case .ok: wrapper.hasRates ? wrapper.range.sums.successRate * 100 : nil
    case .err: wrapper.hasRates ? wrapper.range.sums.errorRate * 100 : nil
    case .fb: wrapper.hasRates ? wrapper.range.sums.fallbackRate * 100 : nil
    case .p95: wrapper.range.p95Ms
    case .ops: wrapper.operationsPerMinute
    case .cost: wrapper.costToday.dollars
    case .budget: wrapper.budget?.shown?.shownShare.map { $0 * 100 }
    case .active: Double(wrapper.totals.active)
    }
  }
}

/// `<`, `<=`, `>` or `>=`.
struct Comparison: Sendable, Equatable {
  var isGreater: Bool
  var orEqual: Bool

  func holds(_ a: Double, _ b: Double) -> Bool {
    if a == b { return orEqual }
    return isGreater ? a > b : a < b
  }
}

/// What a filter can ask of a wrapper's budgets: `budget:over`.
enum BudgetTerm: String, CaseIterable {
  // The worse of day and month.
  case ok, warning, critical, over
  /// There is no budget.
  case none
  /// Costs are not tracked.
  case off

  /// What stands before the word.
  static let prefix = "budget:"

  /// Reads the word behind the prefix, in lower case; nil if it is none of them.
  init?(word: some StringProtocol) {
    self.init(rawValue: word == BudgetStatus.exceeded.rawValue ? Self.over.rawValue : String(word))
  }

  func matches(_ wrapper: WrapperSnapshot) -> Bool {
    let status = wrapper.budget?.worst
    return switch self {
    case .ok: status == .healthy
    case .warning: status == .warning
    case .critical: status == .critical
    case .over: status == .exceeded
    case .none: wrapper.tracksCosts && status == nil
    case .off: !wrapper.tracksCosts
    }
  }
}

/// How many wrappers are near their budgets or past them.
package struct BudgetCounts: Sendable, Hashable {
  /// Wrappers that have spent all of the budget of the day or of the month.
  private(set) var over = 0
  /// Wrappers that have reached a threshold of one, but have not spent all of it.
  private(set) var near = 0

  package init(_ wrappers: [WrapperSnapshot] = []) {
    for wrapper in wrappers {
      switch wrapper.budget?.worst {
      case .exceeded: over += 1
      case .warning, .critical: near += 1
      case .healthy, nil: break
      }
    }
  }
}
