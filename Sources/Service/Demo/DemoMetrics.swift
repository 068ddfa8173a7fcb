import Reports

/// What the operations of the demo tell beside their outcome, as routers, template engines and others do (article
/// Monitoring, Metrics). It follows from the number of the operation, so that it draws nothing and the rest of the demo
/// stays as it is.
extension JSONWriter {
  mutating func metrics(_ operation: DemoOperation, of character: DemoProfile) {
    if let model = operation.model {
      field("model_used", character.models[model].name)
      field("prompt_tokens", operation.inputTokens)
      field("completion_tokens", operation.outputTokens)
      field("tokens_used", operation.inputTokens + operation.outputTokens)
    }
    switch character.trade {
    case .caller: break
    case .router: route(operation, of: character)
    case .templates(let names): template(operation, names)
    }
    field("region", ["eu-west", "us-east"][operation.number % 5 / 3])
  }

  private mutating func route(_ operation: DemoOperation, of character: DemoProfile) {
    guard let model = operation.model else { return }
    field("routing_method", operation.number % 4 == 0 ? "bert" : "mf")
    field("selected_model", character.models[model].name)
    field("routing_confidence", Double(55 + operation.number % 43) / 100)
    field("routing_latency_ms", Double(20 + operation.number % 37) / 10)
    // The baseline is the dearest model.
    let baseline = character.models.map { operation.price($0) }.max() ?? 0
    field("cost_savings_vs_baseline", Double(baseline - operation.price(character.models[model])) / 1e9)
  }

  private mutating func template(_ operation: DemoOperation, _ names: [String]) {
    let isValid = operation.number % 61 != 0
    field("template_name", names[operation.number % 7 % names.count])
    field("template_format", "poml")
    field("validation_passed", isValid)
    field("validation_errors", isValid ? 0 : 1 + operation.number % 3)
  }
}

extension DemoOperation {
  /// What its tokens cost with a model, in nano-dollars.
  fileprivate func price(_ model: DemoModel) -> Int64 {
    Int64(inputTokens) * model.input + Int64(outputTokens) * model.output
  }
}
