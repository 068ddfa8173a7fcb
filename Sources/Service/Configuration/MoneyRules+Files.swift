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
  /// - Throws: if one cannot be used, with everything that is wrong in it.
  package init(
    wrappersPath: String?, pricesPath: String?, isComplete: Bool, warn: (String) -> Void
  ) throws(ConfigurationFileError) {
    self.init()
    budgets.isComplete = isComplete
    if let wrappersPath {
      let settings = try WrappersFile.read(path: wrappersPath)
      do throws(ConfigurationFaults) {
        budgets = try BudgetPlan(settings, isComplete: isComplete)
      } catch {
        throw .invalid(error.faults.map(\.description))
      }
      for warning in settings.warnings { warn(warning.description) }
    }
    if let pricesPath { prices = try Self.prices(pricesPath) }
  }

  private static func prices(_ path: String) throws(ConfigurationFileError) -> PriceTable {
    let table = try PriceFile.read(path: path)
    do throws(PriceTableError) {
      return try PriceTable(liteLLM: table)
    } catch {
      throw .invalid(error.faults.map { "\(ShownText.path(path)): \($0)" })
    }
  }
}
