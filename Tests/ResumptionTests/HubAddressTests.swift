// SPDX-License-Identifier: Apache-2.0

import SyncClient
import Testing

/// Which texts are the address of a hub, and what its routes are called.
struct HubAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:8085", "http://127.0.0.1:8085"),
    ("http://localhost:8085/", "http://localhost:8085"),
    ("http://[::1]:8085", "http://[::1]:8085"),
    ("HTTPS://Hub.Example.ORG", "https://hub.example.org"),
    ("https://hub.example.org:443/field/work//", "https://hub.example.org:443/field/work"),
  ])
  func `an address is kept in one form`(text: String, expected: String) throws {
    let address = try HubAddress(text)
    #expect(address.description == expected)
    #expect(try HubAddress(address.description) == address)
  }

  @Test(arguments: [
    ("", HubAddressError.schemeMissing),
    ("hub.example.org", .schemeMissing),
    ("127.0.0.1:8085", .schemeMissing),
    ("ftp://hub.example.org", .schemeUnsupported("ftp")),
    ("https://", .notAnAddress),
    ("https://hub.example.org:99999", .notAnAddress),
    ("https://hub example.org", .notAnAddress),
    ("https://hub.example.org/a\r\nb", .notAnAddress),
    ("https://me@hub.example.org", .holdsCredentials),
    ("https://me:s3cret@hub.example.org", .holdsCredentials),
    ("https://hub.example.org/?a=b", .holdsQuery),
    ("https://hub.example.org/#top", .holdsQuery),
    ("http://hub.example.org", .unencrypted(host: "hub.example.org")),
    ("http://192.168.0.9:8085", .unencrypted(host: "192.168.0.9")),
    ("http://127.0.0.1.example.org", .unencrypted(host: "127.0.0.1.example.org")),
    ("http://127.0.0.1@example.org", .holdsCredentials),
  ])
  func `what is no hub's address is refused with a way out`(
    text: String,
    expected: HubAddressError
  ) throws {
    let error = try #require(throws: HubAddressError.self) { try HubAddress(text) }
    #expect(error == expected)
    #expect(!"\(error) \(error.hint)".contains("s3cret"))
    #expect(!error.hint.isEmpty)
  }

  @Test func `plain http to another machine needs an explicit word`() throws {
    let address = try HubAddress("http://hub.example.org", allowingPlainHTTP: true)
    #expect(!address.isEncrypted)
    #expect(address.description == "http://hub.example.org")
  }

  @Test func `a route keeps its slashes and nothing else that is special`() throws {
    let hub = try HubAddress("https://hub.example.org/field/")
    #expect(hub.endpoint("/sync/v1/push") == "https://hub.example.org/field/sync/v1/push")
    #expect(hub.endpoint("health") == "https://hub.example.org/field/health")
    #expect(hub.endpoint("/a b/é?#%") == "https://hub.example.org/field/a%20b/%C3%A9%3F%23%25")
    #expect(
      hub.endpoint("/q", query: [("a", "1&2"), ("b=", "/")])
        == "https://hub.example.org/field/q?a=1%262&b%3D=%2F"
    )
  }
}
