import Configuration
import ConfigurationFiles
import Monitoring

/// What a core has to know of money beside events.
package struct CostSettings: Sendable, Equatable {
  /// What may be spent, and when days and months turn.
  package var budgets: BudgetPlan
  /// By which costs are estimated that no one reports; nil to estimate nothing.
  package var prices: PriceTable?

  package init(budgets: BudgetPlan = BudgetPlan(), prices: PriceTable? = nil) {
    self.budgets = budgets
    self.prices = prices
  }
}

extension CostSettings {
  /// Prices that a file tells; without one, nothing is estimated.
  ///
  /// - Parameter pricesPath: a price table of LiteLLM's format.
  /// - Throws: if it cannot be used, with everything that is wrong in it.
  package init(pricesPath: String?) throws(ConfigurationFileError) {
    self.init()
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
