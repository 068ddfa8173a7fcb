import Foundation
import SystemFiles

/// A file of prices in the format of LiteLLM's `model_prices_and_context_window.json`: an object that gives each model by
/// its name an object of fields, among them prices in dollars per token, request or other unit.
package enum PriceFile {
  /// The prices of each model that has any: by the name of the model, then by the name of the field, in dollars.
  /// Fields that are no numbers are left out, and so is `sample_spec`, which only explains the format. Whether a price makes
  /// sense is not judged here.
  ///
  /// - Throws: if the file cannot be read, is no such object, or gives no model a price.
  package static func read(path: String) throws(ConfigurationFileError) -> [String: [String: Double]] {
    let bytes = try bytes(of: path)
    let entries: [String: Entry]
    do {
      entries = try JSONDecoder().decode([String: Entry].self, from: bytes)
    } catch DecodingError.dataCorrupted {
      throw .invalid(["\(path)\(placeOfFault(in: bytes)): not JSON"])
    } catch {
      throw .invalid(["\(path): not an object of models; \(expected)"])
    }
    var prices: [String: [String: Double]] = [:]
    for (model, entry) in entries where !entry.prices.isEmpty && model != "sample_spec" { prices[model] = entry.prices }
    guard !prices.isEmpty else { throw .invalid(["\(path): no model has a price; \(expected)"]) }
    return prices
  }

  private static let expected = "LiteLLM's model_prices_and_context_window.json is expected"

  // The largest that is read: twenty times what LiteLLM has.
  private static let most = 64 << 20

  private static func bytes(of path: String) throws(ConfigurationFileError) -> Data {
    do throws(SystemError) {
      let file = try Descriptor(opening: path, O_RDONLY)
      if let bytes = try file.readAll(limit: most) { return Data(bytes) }
    } catch {
      throw .unreadable(path: path, reason: error.description, isPermission: error.isPermission)
    }
    throw .invalid(["\(path): larger than 64 MiB; \(expected)"])
  }

  // `:LINE`; nothing where that is not known. The decoder does not tell, but the other parser says how far it came.
  private static func placeOfFault(in bytes: Data) -> String {
    do {
      _ = try JSONSerialization.jsonObject(with: bytes)
      return ""
    } catch {
      guard let text = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String,
        let number = text.split(whereSeparator: { !$0.isWholeNumber }).last, let offset = Int(number)
      else { return "" }
      return ":\(bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1)"
    }
  }
}

extension PriceFile {
  /// What the file says of one model, as far as it is a price.
  private struct Entry: Decodable {
    var prices: [String: Double] = [:]

    init(from decoder: any Decoder) throws {
      // A value that is no object says nothing of prices.
      guard let fields = try? decoder.container(keyedBy: Field.self) else { return }
      for field in fields.allKeys where field.isPrice {
        if let price = try? fields.decode(Double.self, forKey: field) { prices[field.stringValue] = price }
      }
    }
  }

  private struct Field: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    /// As in `input_cost_per_token_above_128k_tokens`, `cache_read_input_token_cost` and `ocr_cost_per_page`.
    var isPrice: Bool { stringValue.contains("cost_per_") || stringValue.contains("input_token_cost") }
  }
}
