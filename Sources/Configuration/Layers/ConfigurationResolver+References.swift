/// What references stand for, as far as that may be known (article Configuration, Secrets).
extension ConfigurationResolver {
  enum Resolution {
    /// The value that holds, which is nil for none; and what ought to be known of it.
    case success(FieldValue?, warning: String?)
    /// What is wrong.
    case fault(String)
  }

  /// Follows a reference. One of a secret stays what it is; of anything else the value is put in its place.
  func resolve(_ reference: Reference, _ description: FieldDescription) -> Resolution {
    switch reference {
    case .credential(let name):
      guard description.isSensitive else {
        return .fault(
          "must not refer to a credential, for it is shown as it is; write the value, or refer to a variable")
      }
      guard let credentials, !credentials.contains(name) else {
        return .success(.reference(reference), warning: nil)
      }
      let shown = ShownText.name(name.description)
      return .success(
        .reference(reference),
        warning: "\(shown) is not in the credential store; set it with `wraptop credential set \(shown)`")
    case .environment(let name): return resolve(variable: name, description)
    }
  }

  private func resolve(variable name: String, _ description: FieldDescription) -> Resolution {
    let shown = ShownText.name(name)
    let reference = FieldValue.reference(.environment(name))
    guard let text = environment[name] else {
      return .success(
        description.isSensitive ? reference : nil,
        warning: "$\(shown), to which it refers, is not set; set it before wraptop is started")
    }
    guard !text.isEmpty else {
      return .success(nil, warning: "$\(shown), to which it refers, is empty, which counts as not set")
    }
    if description.isSensitive { return .success(reference, warning: nil) }
    guard !secretVariables.contains(name) else {
      return .fault("must not refer to $\(shown), which holds a secret: this value is shown as it is; refer to another")
    }
    do throws(ValueFault) {
      let value = try description.value(typed: text, told: .withheld)
      if case .reference = value {
        return .fault("refers to $\(shown), which holds a reference itself; write that one here")
      }
      // Any text fits, also a secret under a wrong name: only where it is kept is said.
      if case .text = description.type { return .success(reference, warning: nil) }
      return .success(value, warning: nil)
    } catch {
      return .fault("refers to $\(shown), whose value does not fit: \(error.message)")
    }
  }
}
