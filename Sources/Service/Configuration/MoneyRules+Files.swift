import Configuration
import ConfigurationFiles
import Monitoring

extension MoneyRules {
  /// What files say of money; without any, nothing is limited and nothing is estimated.
  ///
  /// - Parameters:
  ///   - wrappersPath: a wrappers file or folder (SPEC 4.1).
  ///   - pricesPath: a price table of LiteLLM's format.
  ///   - isComplete: spending from before this process began is known.
  ///   - warn: is told what stops nothing.
  package init(
    wrappersPath: String?, pricesPath: String?, isComplete: Bool, warn: (String) -> Void
  ) throws(ConfigurationFileError) {
    self.init()
    budgets.isComplete = isComplete
  }
}
