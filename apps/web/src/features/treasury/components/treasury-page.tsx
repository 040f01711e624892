const TreasuryPage = () => null
export default TreasuryPage
