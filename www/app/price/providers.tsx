/** What others ask for the same, by the guide's dated table. */
import { compareProviders, type ProviderCost, type VideoRequest } from "wanreel";
import { useWords } from "../language/language.js";
import { money } from "../ui/numbers.js";

export function offersFor(request: VideoRequest): ProviderCost[] {
  try {
    return compareProviders(request);
  } catch {
    return [];
  }
}

export function Providers({ request }: { request: VideoRequest }) {
  const words = useWords();
  const offers = offersFor(request);
  if (offers.length === 0) return <p class="note">{words.unclear}</p>;
  return (
      <table>
        <thead>
          <tr>
            <th scope="col">{words.provider}</th>
            <th scope="col">{words.fields.quality}</th>
            <th scope="col">{words.perSecond}</th>
            <th scope="col">{words.thisVideo}</th>
          </tr>
        </thead>
        <tbody>
          {offers.map(({ provider, quality, microUsdPerSecond, microUsd, approximate, asOf }) => {
            const about = approximate ? words.about : "";
            return (
              <tr key={`${provider} ${quality}`}>
                <th scope="row" title={words.listed(asOf)}>
                  {provider}
                </th>
                <td>{quality}</td>
                <td>{about + money(microUsdPerSecond)}</td>
                <td>{about + money(microUsd)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
  );
}
