/** A page as scraped from an invented outlet: breadcrumb, doubled caption, promos, related lines, two neighbours. */
export const scrapedPage = `Accueil Dernières minutes Monde Selon le port de Brével, douze navires vont livrer du blé au pays voisin cet...

Selon le port de Brével, douze navires vont livrer du blé au pays voisin cet automne.

0

Archives - La capitaine du port de Brével, Odile Garance


Archives – La capitaine du port de Brével, Odile Garance – Iris Valmont/Halte Presse / NordWire – Archives

Suivez les mises à jour en direct sur la récolte

Lorville, 3 octobre (Presquile.example) –

La capitaine du port de Brével, Odile Garance, a annoncé qu’à l’issue de la réunion des armateurs, douze navires au total livreront du blé au pays voisin avant l’hiver.

Mme Garance a présidé mardi la deuxième réunion du groupe, composé de plus de trente compagnies et chargé de répartir les cargaisons entre les ports de la côte.

La capitaine a indiqué que la compagnie Aurore s’est engagée à affréter le cargo « Belle Marée » et un lot de silos, tandis que la coopérative du Lavoir a accepté de « prêter des grues, des bâches et des équipages », selon NordWire.

Lire aussi:   Les pêcheurs de Sablon signent un accord sur les quotas de sardine

Outre ces deux compagnies, dix autres membres du groupe ont promis de nouvelles livraisons, notamment de l’orge, des semences et du fourrage pour les éleveurs.


La mairie de Brével rouvre la halle aux grains après dix ans de travaux

Pour sa part, le président de la chambre des céréales, Anselme Roux, a déclaré que la réunion a été suivie par quarante délégués, venus surtout des ports du nord.

« Je convoquerai le groupe pour une troisième réunion le mois prochain et, cette fois, en personne, le 15 novembre, en marge de la foire aux semences », a conclu Odile Garance.

Article précédentLe phare de Morlune passe à l’énergie des vagues.
Article suivantLes ventes de miel ont progressé de 20 % en un an, selon la fédération.`;

export const headline =
  'Selon le port de Brével, douze navires vont livrer du blé au pays voisin cet automne';

/** The same page with straight quotes, hyphens and plain spaces, as another scraper would keep it. */
export function withPlainTypography(text: string): string {
  return text
    .replace(/[’‘]/g, "'")
    .replace(/[«“] ?/g, '"')
    .replace(/ ?[»”]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/[\u00a0\u202f]/g, ' ');
}
