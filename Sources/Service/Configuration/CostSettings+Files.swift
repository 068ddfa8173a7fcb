import Configuration
import ConfigurationFiles
import Monitoring

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
