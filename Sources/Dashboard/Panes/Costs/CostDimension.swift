import Events
import Monitoring

/// By what costs are taken apart, in the order in which the key takes them.
package enum CostDimension: String, Sendable, CaseIterable {
  case model, wrapper, operationType, kind, route, template, fallback, user, session, hour, day

  /// What stands over the names.
  var heading: String {
    switch self {
    case .model: "MODEL"
    case .wrapper: "WRAPPER"
    case .operationType: "OPERATION TYPE"
    case .kind: "KIND OF COST"
    case .route: "ROUTE"
    case .template: "TEMPLATE"
    case .fallback: "FALLBACK"
    case .user: "USER"
    case .session: "SESSION"
    case .hour: "HOUR"
    case .day: "DAY"
    }
  }

  /// The cells that its names need, as a rule, to be told apart.
  var nameWidth: Int {
    switch self {
    case .fallback: 38
    case .route, .template: 24
    default: 16
    }
  }

  /// In running text.
  var word: String { heading.lowercased() }

  /// What operations have to carry to be grouped in this way, or why there may be none.
  var whatWouldFillIt: String {
    switch self {
    case .model: "model_used or selected_model in custom_metrics names the model."
    case .wrapper, .hour, .day: "No operation ended and nothing was spent in this time range."
    case .operationType: "operation_type names the type."
    case .kind: "Nothing was spent in this time range."
    case .route: "routing_method and selected_model in custom_metrics name the route."
    case .template: "template_name in custom_metrics names the template."
    case .fallback: "No operation used a fallback."
    case .user: "user_id names the user."
    case .session: "session_id names the session."
    }
  }

  /// True where rows have a natural order: it is the one in which they come unless another column is chosen.
  var isTime: Bool { self == .hour || self == .day }

  /// The rows of an analysis, in the order in which it has them.
  func rows(_ analysis: CostAnalysis, clock: ZoneClock) -> [CostRow] {
    func groups(_ groups: [GroupFigures]) -> [CostRow] { groups.map { CostRow(group: $0) } }
    let breakdown = analysis.breakdown
    switch self {
    case .model: return groups(breakdown.models)
    case .wrapper: return groups(analysis.wrappers)
    case .operationType: return groups(breakdown.operationTypes)
    case .route: return groups(breakdown.routes)
    case .template: return groups(breakdown.templates)
    case .fallback: return groups(breakdown.fallbacks)
    case .user: return groups(breakdown.users)
    case .session: return groups(breakdown.sessions)
    case .kind:
      return analysis.kinds.map { CostRow(id: $0.kind.rawValue, title: $0.kind.words, costs: $0.costs) }
    case .hour:
      return analysis.hours.map {
        let local = clock.local($0.begin).description
        return CostRow(point: $0, title: "\(local.prefix(10)) \(local.dropFirst(11).prefix(5))")
      }
    case .day:
      return analysis.days.map { CostRow(point: $0, title: String(clock.local($0.begin).description.prefix(10))) }
    }
  }
}

extension CostKind {
  /// How the pane calls it.
  var words: String {
    switch self {
    case .api: "api (api_cost)"
    case .infrastructure: "infrastructure (infrastructure_cost)"
    case .compute: "compute (compute_cost)"
    case .other: "reported as a whole"
    case .uncachedInput: "estimated: uncached input"
    case .cacheRead: "estimated: cache read"
    case .cacheWrite: "estimated: cache write"
    case .output: "estimated: output"
    case .requests: "estimated: requests"
    case .estimate: "estimated as a whole"
    }
  }
}
