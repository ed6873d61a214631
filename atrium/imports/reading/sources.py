"""Which program wrote a file, told by the headings it always writes."""

import re
from collections.abc import Sequence

from atrium.foundation.formats.names import fold

# A file is from a program when it has all headings of one of its lines (spaces and signs do not count).
_MARKS: tuple[tuple[str, str], ...] = (
    ("HubSpot", "recordid marketingcontactstatus"),
    ("HubSpot", "recordid associatedcompany"),
    ("HubSpot", "recordid lifecyclestage"),
    ("HubSpot", "recordid companyowner"),
    ("Google Contacts", "givenname familyname groupmembership"),
    ("Google Contacts", "firstname lastname fileas labels"),
    ("Google Contacts", "email1value phone1value"),
    ("Google Workspace", "contacttype businessphone namelower"),
    ("Outlook", "firstname lastname businessphone emailaddress"),
    ("Outlook", "firstname lastname businessstreet homestreet"),
    ("Xero", "contactname poaddressline1"),
    ("QuickBooks", "phonenumbers billaddress"),
    ("QuickBooks", "customerfullname"),
    ("QuickBooks", "customer mainphone billto1"),
    ("Jobber", "companyname billingstreet1 servicestreet1"),
    ("Jobber", "displayname servicestreet1"),
    ("vcita", "firstname phonenumber optedin"),
    ("Pipedrive", "personname personowner"),
    ("Pipedrive", "personname personorganization"),
    ("Pipedrive", "organizationname organizationowner"),
    ("Zoho CRM", "recordid contactowner mailingstreet"),
    ("Zoho CRM", "accountname contactowner mailingzip"),
    ("Zoho CRM", "recordid accountowner billingcode"),
    ("Zoho Books", "contactname companyname contactid billingaddress"),
    ("Salesforce", "id isdeleted ownerid"),
    ("Salesforce", "accountname billingstreet accountowner"),
    ("Salesforce", "accountname mailingstreet lastname"),
    ("FreshBooks", "organization firstname lastname accountsreceivable"),
    ("FreshBooks", "clientname organization provincestate"),
    ("FreshBooks", "organization firstname lastname provincestate"),
)


def source_of(columns: Sequence[str], filename: str = "") -> str:
    """Return the name of the program, "another program" where the headings are nobody's in particular."""
    keys = {re.sub(r"[\W_]+", "", fold(column)) for column in columns}
    for name, marks in _MARKS:
        if keys.issuperset(marks.split()):
            return name
    for name in dict(_MARKS):
        if fold(name).split()[0] in fold(filename):
            return name
    return "another program"
