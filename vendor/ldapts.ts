/** Active Directory speaks LDAP, and n8n's request helper does not. */
export { AndFilter, Attribute, Change, Client, EqualityFilter, ExtensibleFilter, GreaterThanEqualsFilter, NotFilter, OrFilter, PagedResultsControl, PresenceFilter, ResultCodeError, SearchRequest, StatusCodeParser, type ClientOptions, type Filter, type SearchResponse } from 'ldapts';
