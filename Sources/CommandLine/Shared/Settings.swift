// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What programs are told beside their options: first the environment, then a file.
///
/// The file is `$SHOPPER_CONFIG`, else `$XDG_CONFIG_HOME/mystery-shopper/settings`; each line is
/// `key = value`, and lines that begin with `#` are comments. `store` in the file is
/// `SHOPPER_STORE` in the environment.
struct Settings {
  private let file: [String: String]

  /// The settings of this process.
  init() throws {
    file = try Settings.file()
  }

  /// The value of a setting; nil where nobody said anything.
  subscript(key: String) -> String? {
    Settings.variable("SHOPPER_" + key.uppercased()) ?? file[key]
  }

  /// The folder for a kind of data, as desktops keep them.
  func folder(_ variable: String, else fallback: String) -> String {
    home(variable, else: fallback) ?? "./" + fallback
  }

  /// The same; nil for somebody who has no home.
  func home(_ variable: String, else fallback: String) -> String? {
    Settings.variable(variable) ?? Settings.variable("HOME").map { $0 + "/" + fallback }
  }

  /// A variable of the environment; nil where it is empty.
  private static func variable(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }

  private static let keys = ["store", "device"]

  private static func file() throws -> [String: String] {
    let home = (variable("HOME") ?? ".") + "/.config"
    let usual = (variable("XDG_CONFIG_HOME") ?? home) + "/mystery-shopper/settings"
    let path = variable("SHOPPER_CONFIG") ?? usual
    guard FileManager.default.fileExists(atPath: path) else {
      guard variable("SHOPPER_CONFIG") == nil else {
        throw Failure(.usage, "There is no file \(path). Correct $SHOPPER_CONFIG.")
      }
      return [:]
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var settings: [String: String] = [:]
    for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let parts = line.split(separator: "=", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard let key = parts.first, !key.isEmpty, !key.hasPrefix("#") else { continue }
      guard parts.count == 2, keys.contains(key) else {
        throw Failure(
          .usage,
          "\(path), line \(place + 1), is not a setting. "
            + "Write key = value, with one of the keys \(keys.joined(separator: ", "))."
        )
      }
      settings[key] = parts[1]
    }
    return settings
  }
}
