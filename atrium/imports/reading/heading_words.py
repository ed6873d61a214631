"""The words that head columns in exports of many products and in English, German, French, Spanish, Italian, Dutch and Russian.

Each is written as people write it; case, accents, spaces and punctuation do not count. Earlier is preferred where two columns of
one table want the same single place.
"""

WORDS: dict[str, str] = {
    "external_id": (
        "external id|external reference|record id|rec id|record no|record number|source id|system id|unique id|identifier|"
        "client id|customer id|contact id|id|uuid|guid|account id|"
        "company id|client number|customer number|customer no|client no|contact number id|account number|account no|"
        "accountnumber|number|no|nr|reference|ref|kundennummer|kunden nr|kundennr|kdnr|debitorennummer|debitor|"
        "numero client|no client|numero de client|code client|numero de cliente|codigo cliente|codigo|codice cliente|"
        "klantnummer|client code|customer code|code|legacy id|lead id"
    ),
    "kind": (
        "kind|client type|customer type|account type|contact type|record type|kundentyp|kundenart|type de client|"
        "tipo de cliente|type"
    ),
    "name": (
        "name|client name|customer name|client|customer|display name|displayname|account name|customer full name|"
        "contact name account|client full name|kunde|kundenname|klient|auftraggeber|nom du client|nom complet|"
        "cliente|nombre del cliente|nombre completo|nome cliente|klant|klantnaam|naam|nome|nom client|"
        "customer company|debitor name|title name|file as|denominacion|bezeichnung|клиент|наименование|название"
    ),
    "company": (
        "company|company name|organization|organisation|organization name|organisation name|organization 1 name|"
        "business name|business|associated company|primary associated company|employer|firm|firma|firmenname|"
        "unternehmen|firmenbezeichnung|societe|entreprise|raison sociale|nom de l entreprise|nom de la societe|"
        "empresa|compania|razon social|nombre de la empresa|azienda|ragione sociale|societa|bedrijf|bedrijfsnaam|"
        "trading name|trading as|account|organisatie|company or organization|organization 1 name value|компания|"
        "организация|название компании"
    ),
    "legal_name": (
        "legal name|legalname|legal entity|registered name|legal company name|nom legal|nombre legal|"
        "rechtlicher name|denomination legale"
    ),
    "full_name": (
        "full name|person name|complete name|vollstandiger name|voller name|vor und nachname|vorname nachname|"
        "ansprechpartner name|фио|полное имя"
    ),
    "contact": (
        "contact|contact name|contact person|primary contact|main contact|contactperson|contact full name|"
        "ansprechpartner|ansprechpartnerin|kontaktperson|kontakt|personne de contact|interlocuteur|"
        "persona de contacto|contacto|contatto|referente|contactpersoon|attention|attn|care of|c o|zu handen"
    ),
    "given": (
        "first name|firstname|given name|givenname|forename|first|vorname|rufname|prenom|nombre|nombre de pila|"
        "primer nombre|nome proprio|nome di battesimo|voornaam|contact first name|first names|given|fname|imie|"
        "fornavn|fornamn|имя"
    ),
    "middle": (
        "middle name|middlename|additional name|second name|zweiter vorname|deuxieme prenom|segundo nombre|"
        "tussenvoegsel|middle|middle initial"
    ),
    "family": (
        "last name|lastname|family name|familyname|surname|last|nachname|familienname|zuname|nom|nom de famille|"
        "apellido|apellidos|cognome|achternaam|contact last name|lname|sname|nazwisko|etternavn|efternavn|efternamn|"
        "family|фамилия"
    ),
    "title": (
        "title|salutation|name prefix|honorific|prefix|anrede|titel|akademischer titel|civilite|titre|tratamiento|"
        "titulo|aanhef|titolo|courtesy title|honorific prefix|name title"
    ),
    "suffix": "suffix|name suffix|namenszusatz|suffixe|sufijo",
    "nickname": "nickname|nick name|spitzname|surnom|apodo|known as|preferred name",
    "job_title": (
        "job title|jobtitle|position|role|organization 1 title|organization title|function|occupation|funktion|"
        "stellung|stellenbezeichnung|beruf|poste|fonction|intitule du poste|cargo|puesto|ruolo|functie|"
        "business title|job|profession"
    ),
    "department": (
        "department|organization department|organization 1 department|abteilung|service departement|departement|"
        "departamento|reparto|afdeling"
    ),
    "email": (
        "email|e mail|mail|email address|e mail address|emailaddress|email addresses|emails|e mails|primary email|"
        "main email|e mail adresse|email adresse|mailadresse|courriel|adresse e mail|adresse mail|adresse email|"
        "adresse electronique|mel|correo|correo electronico|e mail value|email value|direccion de correo|"
        "direccion de correo electronico|posta elettronica|indirizzo email|e mailadres|other emails|other email|"
        "additional emails|additional email|additional email addresses|secondary email|alternate email|"
        "alternative email|email 2nd|second email|accounts email|emailaddresses|contact email|person email|"
        "person email address|cc email|bcc email|e post|epost|почта|электронная почта|эл почта|"
        "адрес электронной почты"
    ),
    "email_label": "e mail type|e mail label|email type|email label",
    "phone": (
        "phone|phone number|phonenumber|phone numbers|phones|telephone|telephone number|tel|tel no|tel nr|telefon|"
        "telefonnummer|rufnummer|festnetz|telephone fixe|numero de telephone|n de telephone|telefono|"
        "numero de telefono|telefoon|telefoonnummer|phone no|contact phone number|contact phone|phone value|"
        "contact number|contact no|landline|phone numeric|number phone|telephone numbers|phone main|switchboard|"
        "zentrale|telephone principal|puhelin|tlf|telefonnr|other phone|other phones|телефон|номер телефона|"
        "tel number|tel 1"
    ),
    "phone_label": "phone type|phone label",
    "address": (
        "address|full address|adresse|anschrift|postanschrift|direccion|domicilio|indirizzo|adres|address formatted|"
        "formatted address|complete address|addresses|adresse complete|direccion completa|bill address|ship address|"
        "postal address|location address|адрес"
    ),
    "street": (
        "street|street address|addr|addr 1|address line|addressline|streetaddress|strasse|str|strasse und hausnummer|"
        "strasse hausnummer|strasse nr|strassenname|rue|voie|numero et rue|adresse ligne|adresse rue|calle|via|"
        "straat|straat en huisnummer|street line|street name|address street|extended address|suite|adresszusatz|"
        "complement d adresse|complement|calle y numero|address extended address|улица"
    ),
    "house_number": "house number|house no|hausnummer|hausnr|huisnummer|street number|numero civico|numero exterior",
    "po_box": "po box|pobox|postfach|boite postale|apartado|apartado de correos|postbus|casella postale",
    "city": (
        "city|town|locality|suburb|stadt|ort|wohnort|ville|commune|localite|ciudad|poblacion|localidad|municipio|"
        "citta|plaats|woonplaats|city town|town city|city or town|place|by|stad|miasto|cidade|comune|город"
    ),
    "region": (
        "region|state|province|county|state region|stateregion|state province|state or province|state county|"
        "bundesland|kanton|canton|provincia|departement region|estado|prefecture|stateprovince|land region|"
        "comunidad autonoma|etat|regione|provincie|territory|administrative area|state code|province state|область|"
        "регион"
    ),
    "postcode": (
        "postcode|post code|postal code|postalcode|zip|zip code|zipcode|zip postal code|postal zip code|plz|"
        "postleitzahl|code postal|cp|codigo postal|c p|cap|zip postcode|pincode|pin code|postnummer|postnr|"
        "kod pocztowy|cep|eircode|zip postal|индекс|почтовый индекс"
    ),
    "country": (
        "country|country region|country code|countrycode|countryregion|nation|land|staat|lander code|pays|pais|paese|"
        "nazione|landcode|country name|country iso|iso country|kraj|code pays|landerkennzeichen|laendercode|страна"
    ),
    "coordinates": "coordinates|geo|geolocation|geo location|gps|gps coordinates|lat long|lat lng|latlong|koordinaten",
    "latitude": "latitude|lat|geo lat|geo latitude|gps latitude|breitengrad",
    "longitude": "longitude|lon|lng|long|geo lon|geo lng|geo longitude|gps longitude|langengrad",
    "address_label": "address type|address label|adresstyp|adressart|type d adresse|tipo de direccion",
    "postcode_city": (
        "postal code city|postcode city|zip city|plz ort|plz und ort|plz stadt|code postal ville|cp ville|"
        "cp localidad|codigo postal y ciudad|codigo postal ciudad|postleitzahl ort|postcode plaats|postcode town|"
        "cap citta|code postal et ville"
    ),
    "city_region_postcode": (
        "city state zip|city state zip code|city state postal code|city province postal code|city st zip|"
        "city state postcode"
    ),
    "website": (
        "website|web site|web page|webpage|web|url|homepage|home page|internet|internetseite|webseite|site web|"
        "site internet|pagina web|sitio web|sito web|sito|website url|website value|company domain name|web address|"
        "company website|domain|www|сайт"
    ),
    "tax_id": (
        "tax id|taxid|tax number|taxnumber|vat|vat number|vat no|vat id|vat reg no|vat registration number|"
        "gst number|gstin|abn|ein|ust id|ust idnr|ustid|ust id nr|umsatzsteuer id|umsatzsteuer identifikationsnummer|"
        "steuernummer|uid|uid nummer|numero de tva|n tva|tva|tva intracommunautaire|numero tva|nif|cif|nif cif|"
        "cif nif|rfc|partita iva|p iva|codice fiscale|btw nummer|btw|tax identification number|tax id number|"
        "fiscal code|mva|nip|tax registration number"
    ),
    "registration": (
        "registration number|company number|companynumber|registration|company registration number|registered number|"
        "handelsregisternummer|handelsregister|hrb|siren|siret|rcs|registro mercantil|kvk|kvk nummer|acn|crn|"
        "organisationsnummer|orgnr|cvr|company registration"
    ),
    "industry": (
        "industry|sector|branch of trade|branche|industrie|secteur|secteur d activite|sector de actividad|settore|"
        "line of business|trade"
    ),
    "notes": (
        "note|notes|comment|comments|remark|remarks|description|memo|bemerkung|bemerkungen|notiz|notizen|anmerkung|"
        "anmerkungen|kommentar|remarque|remarques|commentaire|commentaires|nota|notas|observaciones|comentarios|"
        "comentario|note interne|notities|opmerkingen|internal notes|background|background info|about|примечание|"
        "комментарий|заметки"
    ),
    "tags": (
        "tags|tag|labels|label|categories|category|group membership|groups|group|segments|segment|schlagworte|"
        "schlagwort|kategorie|kategorien|gruppe|gruppen|etiquette|etiquettes|categorie|etiquetas|etiqueta|categoria|"
        "categorias|keywords|lists|stichworte|mots cles"
    ),
    "status": (
        "status|lead status|client status|customer status|account status|contact status|statut|estado cliente|stato|"
        "kundenstatus|lifecycle stage|stage"
    ),
    "owner": (
        "owner|contact owner|account owner|assigned to|assignee|assigned|responsible|account manager|sales rep|"
        "salesperson|company owner|lead owner|owner name|betreuer|betreuerin|zustandig|kundenbetreuer|verantwortlich|"
        "responsable|proprietaire|charge de compte|propietario|comercial|assigned staff|hubspot owner|record owner|"
        "client manager|relationship manager"
    ),
    "since": (
        "since|customer since|client since|created|created date|create date|created at|created on|createddate|"
        "date created|date added|added|creation date|kunde seit|angelegt am|erstellt|erstellt am|erstelldatum|"
        "client depuis|date de creation|cree le|cliente desde|fecha de alta|fecha de creacion|creado|data creazione|"
        "created time|signup date|registered on|start date|member since|createdate|klant sinds"
    ),
    "birthday": (
        "birthday|birth date|birthdate|date of birth|dateofbirth|dob|geburtstag|geburtsdatum|geb|geb datum|"
        "date de naissance|naissance|anniversaire|fecha de nacimiento|nacimiento|cumpleanos|data di nascita|"
        "geboortedatum|born|дата рождения"
    ),
    "source": (
        "source|lead source|leadsource|original source|referral source|quelle|herkunft|lead quelle|origine|"
        "provenance|origen|fuente|fonte|bron|how did you hear about us|acquisition channel|original traffic source"
    ),
    "language": "language|preferred language|sprache|langue|idioma|lingua|taal|locale|korrespondenzsprache",
    "preferred_channel": (
        "preferred channel|preferred contact method|contact method|contact preference|preferred contact|"
        "preferred method of contact|bevorzugter kanal|kontaktweg"
    ),
    "no_contact": "do not contact|donotcontact|dnc|do not disturb|nicht kontaktieren|kontaktsperre",
    "no_email": (
        "unsubscribed|opted out|opt out|email opt out|opted out of email|unsubscribed from email|"
        "hasoptedoutofemail|unsubscribed from all email|do not email|donotemail|email opt out date"
    ),
    "no_phone": "do not call|donotcall|phone opt out|nicht anrufen",
}

PHONE_LABELS: dict[str, str] = {
    "mobile": (
        "mobile|mobile number|cell|cellphone|cell phone|cellular|handy|handynummer|mobil|mobiltelefon|mobilnummer|"
        "mobiltel|portable|telephone portable|movil|telefono movil|celular|cellulare|gsm|mobiel|whatsapp|sms|mob|"
        "mobile no|mobilephone|tel portable|mobiles"
    ),
    "work": (
        "work|business|office|geschaftlich|geschaft|buro|dienstlich|professionnel|bureau|trabajo|oficina|ufficio|"
        "lavoro|werk|direct|ddi|direct dial|direct line|durchwahl|company|firma|arbeit|day|daytime"
    ),
    "home": "home|private|privat|domicile|personnel|personal|casa|thuis|evening|house",
    "fax": "fax|fax number|telefax|faxnummer|telecopie|fax no|telecopieur",
    "pager": "pager",
    "main": "main|primary|default|haupt|principal|hauptnummer|zentrale",
    "other": (
        "other|alternate|alternative|secondary|additional|second|andere|sonstige|autre|otro|otros|altro|assistant|"
        "car|radio|callback|emergency"
    ),
}

ADDRESS_LABELS: dict[str, str] = {
    "billing": (
        "billing|bill|bill to|invoice|invoicing|rechnung|rechnungs|rechnungsadresse|facturation|facturacion|"
        "fatturazione|factuur"
    ),
    "mailing": "mailing|postal|post|po|correspondence|mail to|postalische|envio|postale",
    "shipping": (
        "shipping|ship|ship to|delivery|liefer|lieferung|lieferadresse|lieferanschrift|livraison|entrega|spedizione|"
        "versand"
    ),
    "service": "service|site|property|job|einsatz|einsatzort|baustelle|obra|chantier|work site",
    "home": "home|private|privat|residential|domicile|personnel|particular|casa|thuis|permanent",
    "work": (
        "work|business|office|company|firma|geschaftlich|buro|bureau|oficina|sa|dienstlich|registered|head office|hq|"
        "professionnel"
    ),
    "other": "other|alternate|alternative|secondary|andere|autre|otro|altro|additional",
    "": "primary|main|default|contact|customer|client|principal|haupt",
}
SALUTATIONS = (
    "mr|mrs|ms|miss|mx|dr|prof|sir|dame|madam|rev|hon|herr|frau|hr|fr|dipl ing|mag|ing|m|mme|mlle|monsieur|"
    "madame|mademoiselle|me|sr|sra|srta|senor|senora|senorita|don|dona|d|signor|signora|signorina|sig|sigra|"
    "sig ra|dott|dottssa|dott ssa|pan|pani|heer|mevrouw|dhr|mevr|herr dr|frau dr|herr prof|frau prof|prof dr|"
    "herr dipl ing|mr dr|ing dr|dr ing|dr med|lord|lady|captain|capt|father|fru|bay|bayan|г н|г жа|господин|"
    "госпожа|κ|κος|κα"
)
