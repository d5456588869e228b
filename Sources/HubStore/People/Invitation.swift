// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Replication

/// Whom to invite to what.
package struct Invitation: Hashable, Sendable {
  /// How long a code can be used: seven days, in milliseconds.
  package static let lifetimeMilliseconds: Int64 = 7 * 86_400_000

  /// The name that coordinators see.
  package let name: String

  /// What the person may do.
  package let role: Role

  /// The program's code; nil for all programs.
  package let program: String?

  /// The name in datasets; nil lets the hub choose one.
  package let pseudonym: String?

  /// Whom to invite to what.
  package init(name: String, role: Role, program: String? = nil, pseudonym: String? = nil) {
    self.name = name
    self.role = role
    self.program = program
    self.pseudonym = pseudonym
  }

  /// The name under which the hub itself writes; nobody can be invited under it.
  static let hubName = "hub"

  /// Checks the texts as they came.
  ///
  /// - Throws: ``HubStoreError/invalid(_:)`` naming what is not taken.
  func validate() throws(HubStoreError) {
    guard Code(name) != nil else {
      throw .invalid("A name has 1 to 128 bytes, no control characters and no blanks at its ends.")
    }
    guard name != Invitation.hubName, pseudonym != Invitation.hubName else {
      throw .invalid("The name hub is the hub's own: choose another.")
    }
    guard pseudonym.map({ Code($0) != nil }) ?? true else {
      throw .invalid(
        "A pseudonym has 1 to 128 bytes, no control characters, no blanks at its ends."
      )
    }
    guard program.map({ Code($0) != nil }) ?? true else {
      throw .invalid("The program's code is not one: it has 1 to 128 bytes.")
    }
  }
}

/// A one-time code, told once: the hub keeps only its hash.
package struct IssuedCode: Hashable, Sendable {
  /// The code.
  package let code: String

  /// When it can no longer be used, in milliseconds since 1970.
  package let expiresAt: Int64

  /// The person's name in datasets.
  package let pseudonym: String

  /// Whether the hub holds the program that the invitation names; true where it names none.
  package let isProgramKnown: Bool
}

/// What a store gets for a code.
package struct Enrolment: Hashable, Sendable {
  /// The secret that every later request carries; the hub keeps only its hash.
  package let token: String

  /// Who the token's owner is.
  package let session: Session
}
