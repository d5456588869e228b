// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import HubStore

/// Where the hub's data are, and where else to look for settings.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The folder of the hub's data; serve and invite make it.", valueName: "dir"),
    completion: .directory
  )
  var data: String?

  @Option(
    help: ArgumentHelp("A configuration file: lines of \"name = value\".", valueName: "file"),
    completion: .file()
  )
  var config: String?

  /// The folder of the hub's data.
  func folder() throws -> String {
    guard let folder = try Settings(self).value("data", data) else {
      throw Failure(.usage, "Nothing says where the hub's data are. Give --data DIR.")
    }
    return folder
  }

  /// Opens the hub's store.
  func store(creates: Bool, serves: Bool = false) throws -> SQLiteHubStore {
    try SQLiteHubStore(folder: folder(), creates: creates, serves: serves)
  }
}

/// Settings in the order of options, environment, configuration file.
struct Settings {
  private static let names: Set = [
    "data", "listen", "tls-certificate", "tls-key", "behind-proxy",
  ]

  private let environment: [String: String]
  private var file: [String: String] = [:]

  /// Reads the environment, and the configuration file where one is named.
  init(
    _ options: DataOptions,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    self.environment = environment
    guard let path = options.config ?? environment["SHOPPER_HUB_CONFIG"] else { return }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Failure(.usage, "The configuration file \(path) cannot be read. Check --config.")
    }
    for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      try read(line, at: "\(path), line \(place + 1)")
    }
  }

  /// A setting's value; nil where nothing gives one.
  func value(_ name: String, _ option: String?) -> String? {
    let variable = "SHOPPER_HUB_" + name.uppercased().replacing("-", with: "_")
    return [option, environment[variable], file[name]].compactMap(\.self).first { !$0.isEmpty }
  }

  private mutating func read(_ line: Substring, at place: String) throws {
    let content = trimmed(line)
    guard !content.isEmpty, !content.hasPrefix("#") else { return }
    let parts = content.split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 == "=" || $0 == ":"
    }
    let name = trimmed(parts[0])
    guard parts.count == 2, Settings.names.contains(name) else {
      let known = Settings.names.sorted().joined(separator: ", ")
      throw Failure(.usage, "\(place): \(name) is no setting. There is: \(known).")
    }
    file[name] = trimmed(parts[1])
  }

  private func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character.isWhitespace || character == "\"" }
    let end = text.lastIndex { !isBlank($0) }.map(text.index(after:)) ?? text.startIndex
    return String(text[..<end].drop(while: isBlank))
  }
}

/// An address to listen on.
struct ListenAddress {
  let host: String
  let port: Int

  /// Reads `HOST:PORT`, `[::1]:8085` for IPv6.
  init(_ text: String) throws {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else {
      throw Failure(.usage, "\(text) is no address to listen on. Give HOST:PORT.")
    }
    let host = text[..<colon]
    self.host = String(
      host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host
    )
    self.port = Int(port)
    guard !self.host.isEmpty else {
      throw Failure(.usage, "\(text) is no address to listen on. Give HOST:PORT.")
    }
  }

  /// Whether only this machine can reach it.
  var isLoopback: Bool {
    let isFour = host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    return host == "localhost" || host == "::1" || isFour
  }
}
