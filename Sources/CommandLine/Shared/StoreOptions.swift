// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import Foundation
package import LocalStore

/// Where the local store is.
package struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("store"),
    help: ArgumentHelp(
      "The folder of the local store; made on first use.",
      discussion:
        "Else $SHOPPER_STORE, else store in the settings, else $XDG_DATA_HOME/mystery-shopper.",
      valueName: "dir"
    ),
    completion: .directory
  )
  package var folder: String?

  package init() {}

  /// Opens the store, and makes it where there is none.
  package func open() throws -> LocalStore {
    try LocalStore(named: folder)
  }
}

extension LocalStore {
  /// Opens a person's store, and makes it where there is none.
  ///
  /// - Parameter folder: What they typed; else a setting says where, or it is where a desktop keeps
  ///   data.
  /// - Throws: ``StoreError``, and ``Failure`` where the settings cannot be read.
  init(named folder: String?) throws {
    let settings = try Settings()
    let typed = folder.flatMap { $0.isEmpty ? nil : $0 }
    try self.init(
      folder: typed ?? settings["store"]
        ?? settings.folder("XDG_DATA_HOME", else: ".local/share") + "/mystery-shopper",
      surroundings: .live,
      witnesses: settings.home("XDG_STATE_HOME", else: ".local/state")
        .map { $0 + "/mystery-shopper" }
    )
  }
}

/// Whether to answer in JSON.
package struct OutputOptions: ParsableArguments {
  @Flag(name: .customLong("json"), help: "Answer with one JSON document on standard output.")
  package var json = false

  package init() {}
}

extension Surroundings {
  /// The laptop's clock and zone, and the system's source of randomness.
  package static let live = Surroundings(
    now: {
      let now = Date()
      let zone = TimeZone.current
      return LocalTime(
        milliseconds: Int64((now.timeIntervalSince1970 * 1_000).rounded()),
        offsetSeconds: zone.secondsFromGMT(for: now),
        zone: zone.identifier
      )
    },
    random: {
      var generator = SystemRandomNumberGenerator()
      return UInt128(generator.next()) << 64 | UInt128(generator.next())
    }
  )
}

/// The version of all five programs.
package let programVersion = "0.1.0"
