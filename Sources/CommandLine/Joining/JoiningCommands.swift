// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import Foundation
package import LocalStore
package import SyncClient

/// The commands by which shoppers and coordinators join a hub and sync with it.
package enum JoiningCommands {
  /// All of them, for a program's list of subcommands.
  package static let all: [any ParsableCommand.Type] = [
    Enrol.self, Sync.self, Status.self, Conflicts.self, QuarantineCommand.self,
    BundleCommand.self, Verify.self,
  ]
}

extension Enrolment {
  /// Connects to the hub that the store belongs to.
  ///
  /// - Parameters:
  ///   - seconds: How long everything may take; nil for as long as single requests may.
  ///   - cancellation: Ends the connection's transfers from another thread.
  /// - Returns: The connection.
  /// - Throws: ``Failure`` where the address or the certificates cannot be used.
  package func connection(
    seconds: Int? = nil,
    cancellation: Cancellation = Cancellation()
  ) throws -> HubConnection {
    try HubConnection.to(
      hub,
      token: token,
      caFile: caFile,
      seconds: seconds,
      cancellation: cancellation
    )
  }
}

extension HubConnection {
  /// Connects to a hub by its address.
  static func to(
    _ address: String,
    token: String?,
    caFile: String?,
    seconds: Int? = nil,
    cancellation: Cancellation = Cancellation()
  ) throws -> HubConnection {
    do {
      return HubConnection(
        transport: try CurlTransport(
          version: programVersion,
          caFile: caFile,
          cancellation: cancellation
        ),
        address: try HubAddress(address, allowingPlainHTTP: plainHTTPIsAllowed),
        token: token,
        deadline: seconds.map { .now + .seconds($0) }
      )
    } catch let error as HubAddressError {
      throw Failure(.usage, error.description + " " + error.hint)
    } catch let error as TransportError {
      throw Failure(.unreachable, error.description + " " + error.hint)
    }
  }

  /// Whether unencrypted lines to other machines were allowed on purpose: in a network that
  /// encrypts by itself.
  private static var plainHTTPIsAllowed: Bool {
    ProcessInfo.processInfo.environment["SHOPPER_ALLOW_PLAIN_HTTP"] == "1"
  }
}
