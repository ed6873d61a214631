"""The names of SAML 2.0 that are read and written here."""

from __future__ import annotations

PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
DS = "http://www.w3.org/2000/09/xmldsig#"

RESPONSE, STATUS, STATUS_CODE, STATUS_MESSAGE = (
    f"{{{PROTOCOL}}}{name}" for name in "Response Status StatusCode StatusMessage".split()
)
ASSERTION, ENCRYPTED, ISSUER, SUBJECT, NAME_ID, CONFIRMATION, CONFIRMED, CONDITIONS = (
    f"{{{SAML}}}{name}"
    for name in "Assertion EncryptedAssertion Issuer Subject NameID SubjectConfirmation SubjectConfirmationData Conditions".split()
)
AUDIENCES, AUDIENCE, ONCE, PROXY, AUTHENTICATION, ATTRIBUTE, VALUE = (
    f"{{{SAML}}}{name}"
    for name in "AudienceRestriction Audience OneTimeUse ProxyRestriction AuthnStatement Attribute AttributeValue".split()
)
SIGNATURE, CERTIFICATE, SIGNED_BY, DIGESTED_BY = (
    f"{{{DS}}}{name}" for name in "Signature X509Certificate SignatureMethod DigestMethod".split()
)
ENTITY, ENTITIES, PROVIDER, KEY, SIGN_IN = (
    f"{{{METADATA}}}{name}"
    for name in "EntityDescriptor EntitiesDescriptor IDPSSODescriptor KeyDescriptor SingleSignOnService".split()
)

SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
# Why a provider signed nobody in, as SAML 2.0 calls it.
STATUS_CODES = frozenset(
    "Requester Responder VersionMismatch AuthnFailed InvalidAttrNameOrValue InvalidNameIDPolicy NoAuthnContext "
    "NoAvailableIDP NoPassive NoSupportedIDP PartialLogout ProxyCountExceeded RequestDenied RequestUnsupported "
    "RequestVersionDeprecated RequestVersionTooHigh RequestVersionTooLow ResourceNotRecognized TooManyResponses "
    "UnknownAttrProfile UnknownPrincipal UnsupportedBinding".split()
)
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
BY_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
